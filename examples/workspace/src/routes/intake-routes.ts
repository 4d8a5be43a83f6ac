import { type ApiKeyEnv, principalOf } from '@postern/hono';
import { type Context, Hono } from 'hono';
import { HttpError } from '../http/http-error.js';
import { parseObject, readBodyText } from '../http/json-body.js';
import { type Intake, maxPending, type WorkItems } from '../intake/work-items.js';
import type { Worker } from '../intake/worker.js';
import type { Teams } from '../people/teams.js';

interface Parts {
  readonly items: WorkItems;
  readonly worker: Worker;
  readonly teams: Teams;
}

/** How long a payload may be, in bytes. */
const maxPayloadBytes = 64 * 1024;

/** Intakes: webhooks that take work in and answer later. A team's intake takes the team's keys and its members'. */
export function intakeRoutes({ items, worker, teams }: Parts): Hono<ApiKeyEnv> {
  const routes = new Hono<ApiKeyEnv>();

  /** To a key that may not use an intake there is none. */
  async function reachableIntake(c: Context<ApiKeyEnv>, id: string): Promise<Intake> {
    const { owner } = principalOf(c);
    const intake = await items.intake(id);
    if (intake !== undefined) {
      const isMine =
        owner.kind === 'team'
          ? owner.id === intake.teamId
          : (await teams.roleOf(intake.teamId, owner.id)) !== undefined;
      if (isMine) return intake;
    }
    throw new HttpError(404, 'there is no such intake');
  }

  routes.post('/:id', async (c) => {
    const intake = await reachableIntake(c, c.req.param('id'));
    const payload = await readBodyText(c, maxPayloadBytes);
    parseObject(payload);
    const item = await items.add(intake.id, payload);
    if (item === undefined) {
      c.header('Retry-After', '5');
      throw new HttpError(
        429,
        `this intake already has ${maxPending} items waiting; try again when some are done`,
      );
    }
    worker.start(item);
    return c.json({ work_id: item.id }, 202);
  });

  routes.get('/:id/work/:work', async (c) => {
    const intake = await reachableIntake(c, c.req.param('id'));
    const item = await items.get(intake.id, c.req.param('work'));
    if (item === undefined) throw new HttpError(404, 'there is no such work item');
    const { id, ...rest } = item;
    return c.json({ work_id: id, ...rest });
  });

  return routes;
}
