import { describe, expect, it } from 'vitest';
import { deferred } from '../../test-support/deferred.js';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import { gatherPerTurn } from './gather-per-turn.js';

/** Asks for doubles, and keeps what was asked together. */
function doubles({ most = 256 }: { readonly most?: number } = {}) {
  const asked: number[][] = [];
  const ask = gatherPerTurn<number, number>({
    identify: String,
    most,
    ask(questions) {
      asked.push([...questions]);
      return questions.map(async (question) => question * 2);
    },
  });
  return { ask, asked };
}

describe('gatherPerTurn', () => {
  it('asks the questions of one turn together, and gives each its own answer', async () => {
    const { ask, asked } = doubles();
    expect(await Promise.all([1, 2, 3].map(ask))).toEqual([2, 4, 6]);
    expect(asked).toEqual([[1, 2, 3]]);
  });

  it('gathers beyond the microtasks of one turn', async () => {
    const { ask, asked } = doubles();
    const late = Promise.resolve().then(() => Promise.resolve().then(() => ask(2)));
    await Promise.all([ask(1), late]);
    expect(asked).toEqual([[1, 2]]);
  });

  it('asks equal questions of one turn once', async () => {
    const { ask, asked } = doubles();
    expect(await Promise.all([7, 7, 8, 7].map(ask))).toEqual([14, 14, 16, 14]);
    expect(asked).toEqual([[7, 8]]);
  });

  it('asks an equal question of the next turn again', async () => {
    const { ask, asked } = doubles();
    await ask(7);
    await ask(7);
    expect(asked).toEqual([[7], [7]]);
  });

  it('asks no more than the most at a time', async () => {
    const { ask, asked } = doubles({ most: 256 });
    const questions = Array.from({ length: 600 }, (_, index) => index);
    expect(await Promise.all(questions.map(ask))).toEqual(questions.map((question) => question * 2));
    expect(asked.map((together) => together.length)).toEqual([256, 256, 88]);
  });

  it('asks nothing before the question was put', async () => {
    const { ask, asked } = doubles();
    await turns();
    expect(asked).toEqual([]);
    await ask(1);
    expect(asked).toEqual([[1]]);
  });
});

describe('a slow answer', () => {
  function slow() {
    const under: { question: string; answer: ReturnType<typeof deferred<string>> }[] = [];
    const ask = gatherPerTurn<string, string>({
      identify: String,
      most: 2,
      ask: (questions) =>
        questions.map((question) => {
          const answer = deferred<string>();
          under.push({ question, answer });
          return answer.promise;
        }),
    });
    return { ask, under };
  }

  it('holds back nobody who asks in a later turn', async () => {
    const { ask, under } = slow();
    void ask('slow');
    await turns(1);
    const quick = ask('quick');
    await turns(1);
    under[1]?.answer.resolve('done');
    expect(await quick).toBe('done');
  });

  it('is not joined by who asks the same later: that would be an answer from before the question', async () => {
    const { ask, under } = slow();
    const earlier = ask('key');
    await turns(1);
    const later = ask('key');
    await turns(1);
    under[1]?.answer.resolve('new');
    under[0]?.answer.resolve('old');
    expect(await Promise.all([earlier, later])).toEqual(['old', 'new']);
  });
});

describe('a failing answer', () => {
  const ask = gatherPerTurn<string, string>({
    identify: String,
    most: 256,
    ask: (questions) =>
      questions.map(async (question) => {
        if (question === 'bad') throw new Error('no answer');
        return question;
      }),
  });

  it('fails those who asked for it, and nobody else', async () => {
    const answers = await Promise.allSettled([ask('good'), ask('bad'), ask('bad')]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('is not remembered', async () => {
    await expect(ask('bad')).rejects.toThrow('no answer');
    expect(await ask('good')).toBe('good');
  });

  it('F07 leaves no rejection unhandled', async () => {
    expect(await unhandledRejectionsDuring(() => Promise.allSettled([ask('bad'), ask('bad')]))).toEqual([]);
  });

  it('fails a question that got none', async () => {
    const silent = gatherPerTurn<string, string>({ identify: String, most: 256, ask: () => [] });
    await expect(silent('key')).rejects.toThrow('a question got no answer');
  });
});
