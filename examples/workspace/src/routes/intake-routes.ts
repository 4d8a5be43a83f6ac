import { type ApiKeyEnv, principalOf } from '@postern/hono';
import { hasMediaType } from '@postern/management';
import { type Context, Hono } from 'hono';
import { parseJson, readBodyText } from '../http/body.js';
import { HttpError } from '../http/http-error.js';
import { maxPending } from '../intake/add-work.js';
import { readRequestKey } from '../intake/request-key.js';
import type { Intake, WorkItems } from '../intake/work-items.js';
import type { Worker } from '../intake/worker.js';
import type { Teams } from '../people/teams.js';

interface Parts {
  readonly items: WorkItems;
  readonly worker: Worker;
  readonly teams: Teams;
}

/** How long a payload may be, in bytes. */
const maxPayloadBytes = 64 * 1024;

/**
 * Intakes: webhooks that accept work and do it later. An intake accepts the keys of its team and of the team's members.
 */
export function intakeRoutes({ items, worker, teams }: Parts): Hono<ApiKeyEnv> {
  const routes = new Hono<ApiKeyEnv>();

  /** For a key that may not use it, an intake does not exist. */
  async function reachableIntake(c: Context<ApiKeyEnv>, id: string): Promise<Intake> {
    const { owner } = principalOf(c);
    const intake = await items.intake(id);
    if (intake !== undefined) {
      const isAllowed =
        owner.kind === 'team'
          ? owner.id === intake.teamId
          : (await teams.findRole(intake.teamId, owner.id)) !== undefined;
      if (isAllowed) return intake;
    }
    throw new HttpError(404, 'this intake does not exist');
  }

  routes.post('/:id', async (c) => {
    const intake = await reachableIntake(c, c.req.param('id'));
    if (!isJson(c.req.raw)) throw new HttpError(415, 'send JSON as Content-Type: application/json');
    const payload = await readBodyText(c, maxPayloadBytes);
    parseJson(payload);
    const request = readRequestKey(c.req.raw, { owner: principalOf(c).owner, payload });
    const addition = await items.add({ intakeId: intake.id, payload, request });
    switch (addition.outcome) {
      case 'added':
        worker.start(addition.item);
        return c.json({ work_id: addition.item.id }, 202);
      case 'known':
        return c.json({ work_id: addition.id }, 202);
      case 'key reused':
        throw new HttpError(422, 'this request key was already used with another payload; use a new one');
      case 'full': {
        c.header('Retry-After', '5');
        const message = `${maxPending} items are already waiting in this intake; try again when some are done`;
        throw new HttpError(429, message);
      }
    }
  });

  routes.get('/:id/work/:work', async (c) => {
    const intake = await reachableIntake(c, c.req.param('id'));
    const item = await items.get(intake.id, c.req.param('work'));
    if (item === undefined) throw new HttpError(404, 'this work item does not exist');
    const { id, ...rest } = item;
    return c.json({ work_id: id, ...rest });
  });

  return routes;
}

/** Checks for JSON, or a format based on it, such as CloudEvents (RFC 6839 §3.1). */
function isJson(request: Request): boolean {
  const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
  return hasMediaType(request, 'application/json') || /^application\/[\w.!#$&^+-]+\+json$/i.test(type.trim());
}
