/** How to gather questions, and how to answer many at once. */
interface Gathering<Question, Answer> {
  /** Questions of one identity are asked once. */
  readonly identify: (question: Question) => string;
  /** How many questions one call of `ask` gets at most. */
  readonly most: number;
  /** Answers each question, in order, by a promise of its own. Must not throw. */
  readonly ask: (questions: readonly Question[]) => readonly Promise<Answer>[];
}

/**
 * Gathers the questions of one turn of the event loop and asks them together. Gathered by `setImmediate`, since
 * microtasks run between the sockets of one turn: a batch would hold one request. Each turn's batch is under way by
 * itself, so a slow one holds back nobody else, and no question joins a batch that was asked before it arrived.
 */
export function gatherPerTurn<Question, Answer>(
  gathering: Gathering<Question, Answer>,
): (question: Question) => Promise<Answer> {
  let gathered = new Map<string, Waiting<Question, Answer>>();

  function flush(): void {
    const waiting = [...gathered.values()];
    gathered = new Map();
    for (let start = 0; start < waiting.length; start += gathering.most) {
      const batch = waiting.slice(start, start + gathering.most);
      const answers = gathering.ask(batch.map(({ question }) => question));
      for (const [index, { settle }] of batch.entries()) settle(answers[index]);
    }
  }

  return (question) => {
    const identity = gathering.identify(question);
    const same = gathered.get(identity);
    if (same !== undefined) return same.answer;
    if (gathered.size === 0) setImmediate(flush);
    const waiting = waitingFor<Question, Answer>(question);
    gathered.set(identity, waiting);
    return waiting.answer;
  };
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: Promise<Answer>;
  readonly settle: (answer: Promise<Answer> | undefined) => void;
}

function waitingFor<Question, Answer>(question: Question): Waiting<Question, Answer> {
  let settle: Waiting<Question, Answer>['settle'] = () => undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    settle = (given) =>
      given === undefined ? reject(new Error('a question got no answer')) : resolve(given);
  });
  return { question, answer, settle };
}
