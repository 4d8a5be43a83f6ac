import { argon2Hasher } from '@postern/argon2';
import { nodeArgon2 } from '@postern/argon2/node-argon2';
import { nodeRsArgon2 } from '@postern/argon2/node-rs';
import type { Hasher } from '@postern/core/ports';
import { alternate, roundsIn } from '../harness/alternate.js';
import { closedLoop } from '../harness/closed-loop.js';
import { ratioOf, spreadOf } from '../harness/spread.js';
import { formatSpread } from '../report/format.js';
import type { RunOptions, SectionResult } from '../section.js';
import type { Subject } from '../subjects/subject.js';

const atATime = [1, 2, 4] as const;
const [ours, theirs] = ['`argon2`', '`@node-rs/argon2`'];

/** Measures both engines with the same hash. */
export async function engineFigures({ pace, rounds }: RunOptions): Promise<SectionResult> {
  const ms = pace === 'full' ? 500 : 100;
  const token = `user.${'0123456789'.repeat(7).slice(0, 65)}`;
  const hasher = argon2Hasher({ engine: nodeArgon2 });
  const other = argon2Hasher({ engine: nodeRsArgon2 });
  const hash = await hasher.hash(token);
  const subjects = [
    subject(ours, token, () => hasher.verify(token, hash)),
    subject(theirs, token, () => other.verify(token, hash)),
  ];
  const figures = await alternate(
    subjects.flatMap((each) =>
      atATime.map((inFlight) => ({
        name: `${each.name}: ${inFlight}`,
        measure: () => closedLoop(each, { inFlight, ms }),
      })),
    ),
    rounds,
  );
  const rates = roundsIn(figures, ({ perSecond }) => perSecond);
  const row = (name: string) => [
    name,
    ...atATime.map((number) => formatSpread(spreadOf(rates(`${name}: ${number}`)))),
  ];
  const ratios = atATime.map((number) =>
    formatSpread(ratioOf(rates(`${theirs}: ${number}`), rates(`${ours}: ${number}`))),
  );
  return {
    tables: [
      {
        columns: ['verifications per second', ...atATime.map((number) => `${number} at a time`)],
        rows: [row(ours), row(theirs), ['second ÷ first', ...ratios]],
      },
    ],
    bounds: [],
    raw: Object.fromEntries(figures),
  };
}

function subject(name: string, token: string, verify: () => ReturnType<Hasher['verify']>): Subject<boolean> {
  return { name, tokens: [token], verify, accepts: (ok) => ok };
}
