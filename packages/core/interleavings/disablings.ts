import { isPosternError, type KeyPolicy, selfService } from '../src/index.js';
import type { KeyRepository } from '../src/ports.js';
import { ada } from '../test-support/service.js';
import { requireAgreeingAudit } from './audit-agrees.js';
import type { EndedCall, Scenario } from './every-order.js';
import { look, type WorldWithKey, worldWithKey } from './world-with-key.js';

const admin = { kind: 'system', id: 'admin' } as const;

/** People manage their own keys, and the admin manages all. */
const policy: KeyPolicy = {
  decide: (request) => (request.actor.kind === 'system' ? { ok: true } : selfService().decide(request)),
};

type Call = (world: WorldWithKey) => Promise<unknown>;
const ownerDisables: Call = ({ keys, key }) => keys.disable(key.id, { actor: ada, reason: 'not in use' });
const ownerEnables: Call = ({ keys, key }) => keys.enable(key.id, { actor: ada });
const adminDisables: Call = ({ keys, key }) => keys.disable(key.id, { actor: admin, reason: 'has leaked' });

/** The owner of a live key disables and enables it, while the admin disables it. */
export function ownerAndAdminDisable(repository?: () => KeyRepository): Scenario<WorldWithKey> {
  return {
    prepare: (steps) => worldWithKey(steps, { policy, repository: repository?.() }),
    calls: [{ adminDisables }, { ownerDisables }, { ownerEnables }],
    look,
    check: (world, ended) =>
      requireAdminsDisabling(world, {
        admin: ended('adminDisables'),
        disabled: ended('ownerDisables'),
        enabled: ended('ownerEnables'),
      }),
  };
}

/** Whatever the owner did at the same time, in the end the admin has disabled the key, and the call reported that. */
async function requireAdminsDisabling(
  world: WorldWithKey,
  ended: { readonly admin: EndedCall; readonly disabled: EndedCall; readonly enabled: EndedCall },
): Promise<string> {
  const { keys, key, token, watch, repository } = world;
  const record = watch.record(key.id)?.key;
  if (record?.disabledBy?.id !== admin.id || record.reason !== 'has leaked')
    throw new Error(`the key is disabled by ${record?.disabledBy?.id ?? 'no one'}`);
  if (answerOf(ended.admin) !== 'changed') throw new Error(`the admin's call is ${answerOf(ended.admin)}`);
  for (const attempt of [keys.enable(key.id, { actor: ada }), ownerDisables(world)]) {
    const answer = answerOf({ ...ended.admin, result: (await Promise.allSettled([attempt]))[0] });
    if (answer !== 'forbidden') throw new Error(`the owner's next attempt is ${answer}`);
  }
  if ((await keys.verify(token)).ok) throw new Error('the token is accepted');

  const entries = await repository.history({ of: { keyId: key.id }, after: null, limit: 100 });
  const [disabled, enabled] = [answerOf(ended.disabled), answerOf(ended.enabled)];
  const expected = [
    'issued',
    'disabled',
    ...(disabled === 'changed' ? ['disabled'] : []),
    ...(enabled === 'changed' ? ['enabled'] : []),
  ];
  const actions = entries.map(({ action }) => action);
  if (actions.toSorted().join() !== expected.toSorted().join())
    throw new Error(`the audit entries are: ${actions.join()}`);
  await requireAgreeingAudit(world);
  return `disable ${disabled}, enable ${enabled}`;
}

function answerOf({ result }: EndedCall): 'changed' | 'unchanged' | 'forbidden' {
  if (result.status === 'fulfilled')
    return (result.value as { changed: boolean }).changed ? 'changed' : 'unchanged';
  if (isPosternError(result.reason) && result.reason.code === 'ERR_FORBIDDEN') return 'forbidden';
  throw new Error('a call failed', { cause: result.reason });
}
