import { describe, expect, it } from 'vitest';
import { pages, tokenIn, visit } from '../test-support/pages.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;

async function offered(subject: ReturnType<typeof pages>, owner: typeof ada | typeof platform = ada) {
  const offer = await subject.keys.offer({ owner, actor: ada, name: '<b>CI</b> Pipeline' });
  return { offer, path: `/offers/${offer.id}` };
}

describe('what is offered', () => {
  it('is shown, revealed once and gone', async () => {
    const subject = pages();
    const { offer, path } = await offered(subject);
    const page = await visit(subject, path);
    expect(page.text).toContain('&lt;b&gt;CI&lt;/b&gt; Pipeline');
    expect(page.text).toContain('Reveal key');
    expect(tokenIn(page.text)).toBe('');

    const revealed = await visit(subject, `${path}/claim`, { form: [] });
    expect([revealed.status, revealed.headers.get('Cache-Control')]).toEqual([201, 'no-store']);
    const token = tokenIn(revealed.text);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true, principal: { keyId: offer.id } });

    const again = await visit(subject, `${path}/claim`, { form: [] });
    expect([again.status, tokenIn(again.text)]).toEqual([409, '']);
    expect(again.text).toContain('was claimed before');
    const after = await visit(subject, path);
    expect(after.text).toContain('The key was revealed');
    expect(after.text).not.toContain('Reveal key');
  });

  it('can be withdrawn', async () => {
    const subject = pages();
    const { offer, path } = await offered(subject);
    const { status, headers } = await visit(subject, `${path}/withdraw`, { form: [] });
    expect([status, headers.get('Location')]).toEqual([303, `../../offers/${offer.id}`]);
    expect((await visit(subject, path)).text).toContain('The offer was withdrawn');
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(409);
  });

  it('says of a rotation what it replaces, and for how long that still works', async () => {
    const subject = pages();
    const { key } = await subject.keys.issue({ owner: ada, actor: ada, name: 'old' });
    const { id } = await subject.keys.offerRotation(key.id, { actor: ada, graceMs: 2 * 60 * 60 * 1000 });
    const { text } = await visit(subject, `/offers/${id}`);
    expect(text).toContain(`user.${key.id.slice(0, 8)}…`);
    expect(text).toContain('works for another 2 hours');
    const revealed = await visit(subject, `/offers/${id}/claim`, { form: [] });
    expect(await subject.keys.verify(tokenIn(revealed.text))).toMatchObject({ ok: true });
    const atOnce = await subject.keys.offerRotation(id, { actor: ada });
    expect((await visit(subject, `/offers/${atOnce.id}`)).text).toContain('stops working at once');
  });

  it('is over when its time is', async () => {
    const subject = pages();
    const { id } = await subject.keys.offer({ owner: ada, actor: ada, name: 'short', offerTtlMs: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await visit(subject, `/offers/${id}`)).text).toContain('The offer is over');
    expect((await visit(subject, `/offers/${id}/claim`, { form: [] })).status).toBe(409);
  });
});

describe('M08 nobody else reveals it', () => {
  it('not another person, who learns nothing of it', async () => {
    const subject = pages();
    const { path } = await offered(subject);
    for (const [address, form] of [[path], [`${path}/claim`, []], [`${path}/withdraw`, []]] as const) {
      const { status, text } = await visit(subject, address, { as: 'grace', ...(form && { form }) });
      expect(status).toBe(404);
      expect(text).not.toContain('Pipeline');
    }
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(201);
  });

  it('not a member of a team who may not manage its keys', async () => {
    const subject = pages();
    const { path } = await offered(subject, platform);
    expect((await visit(subject, `${path}/claim`, { as: 'grace', form: [] })).status).toBe(404);
    expect((await visit(subject, path)).text).toContain('platform');
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(201);
  });

  it('not somebody of whose owners the host does not say that it is one', async () => {
    const subject = pages({ ownersOf: () => [{ kind: 'user', id: 'somebody' }] });
    const { path } = await offered(subject);
    expect((await visit(subject, path)).status).toBe(404);
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(404);
  });

  it('not a page of another site, and nobody who is signed out', async () => {
    const subject = pages();
    const { path } = await offered(subject);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await visit(subject, `${path}/claim`, { form: [], headers })).status).toBe(403);
    expect((await visit(subject, `${path}/claim`, { as: null, form: [] })).status).toBe(401);
    const signedOut = await visit(subject, path, { as: null });
    expect([signedOut.status, signedOut.headers.get('Location')]).toEqual([303, '/sign-in']);
    expect((await visit(subject, '/offers/nothing')).status).toBe(404);
  });
});
