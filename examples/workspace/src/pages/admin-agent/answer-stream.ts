import type { Asked } from '../../admin-agent/admin-agent.js';
import type { Message } from '../../admin-agent/assistant.js';

/** The media type of the stream: one event a line, as JSON. */
export const eventsType = 'application/x-ndjson';

/** What happens while a message is answered. Every text in it is masked. */
type ChatEvent =
  /** The message was kept. The value is its markup. */
  | { readonly question: string }
  /** The next piece of the answer, as text. */
  | { readonly text: string }
  /** The answer was kept: its markup, which replaces the pieces. */
  | { readonly answer: string }
  /** The conversation is not what the page shows: it was deleted, or the message had been sent before. */
  | { readonly changed: true }
  /** There will be no answer. The value is for people. */
  | { readonly problem: string };

interface StreamParts {
  /** Renders a message for the person. */
  readonly render: (message: Message) => Promise<string>;
  /** Logs why there will be no answer, and says so to the person. */
  readonly onFailed: (error: unknown) => string;
}

/** How often something is sent if nothing happens, in milliseconds: proxies cut connections that are idle. */
const heartbeatMs = 15_000;

/** Streams what happens while a message is answered. If no one reads it any more, the answer is kept all the same. */
export function answerStream(asked: Asked, { render, onFailed }: StreamParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = () => {};
  return new ReadableStream({
    async start(controller) {
      let isOpen = true;
      const write = (line: string) => isOpen && controller.enqueue(encoder.encode(`${line}\n`));
      const send = (event: ChatEvent) => write(JSON.stringify(event));
      const heartbeat = setInterval(() => write(''), heartbeatMs);
      let unfollow = () => {};
      stop = () => {
        isOpen = false;
        clearInterval(heartbeat);
        unfollow();
      };
      try {
        const question = await asked.question;
        if (question !== undefined) send({ question: await render(question) });
        if (isOpen) unfollow = asked.text.follow((text) => send({ text }));
        const answer = await asked.answer;
        send(answer === undefined ? { changed: true } : { answer: await render(answer) });
      } catch (error) {
        send({ problem: onFailed(error) });
      }
      if (isOpen) controller.close();
      stop();
    },
    cancel: () => stop(),
  });
}
