import { type Answer, callWithToken, type Session, signIn } from './client.js';
import type { Engine } from './test-database.js';
import { startTestWorkspace, type TestWorkspace } from './test-workspace.js';

type Issued = Awaited<ReturnType<Session['issueKey']>>;

/** A workspace, the URL of an intake, two members of the intake's team, and a key of that team. */
export interface TestIntake extends TestWorkspace {
  readonly intake: string;
  readonly ada: Session;
  readonly grace: Session;
  readonly team: Issued;
}

export async function startTestIntake(engine: Engine): Promise<TestIntake> {
  const started = await startTestWorkspace({ engine });
  const { url } = started;
  const [ada, grace] = [await signIn(url, 'ada'), await signIn(url, 'grace')];
  const team = await ada.issueKey({ name: 'team' }, '/api/teams/platform/keys');
  return { ...started, intake: `${url}/v1/intake/support`, ada, grace, team };
}

/** Requests a work item until it has ended. */
export async function untilEnded(url: string, token: string): Promise<Answer> {
  for (;;) {
    const answer = await callWithToken(url, token);
    if (answer.body.status !== 'pending') return answer;
  }
}

/** SQL that inserts items which were created one after the other on a day. */
export function manyItems(count: number, status: string, day: string): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const at = `${day}T00:00:00.${String(n).padStart(4, '0')}Z`;
    return `('${status}${n + 1}', 'support', '${status}', '{}', '${at}')`;
  });
  return `insert into workspace_work_items (id, intake_id, status, payload, created_at) values ${rows.join(',')}`;
}
