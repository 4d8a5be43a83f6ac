import type { Transport } from '@modelcontextprotocol/client';

/** The messages of a transport, as JSON. */
export interface Traffic {
  readonly sent: string[];
  readonly received: string[];
}

/** Records all messages of a transport, in both directions. */
export function record(transport: Transport): Traffic {
  const traffic: Traffic = { sent: [], received: [] };
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    traffic.sent.push(JSON.stringify(message));
    return send(message, options);
  };
  // A client may set its listener more than once, before and after the start.
  let listener = transport.onmessage;
  Object.defineProperty(transport, 'onmessage', {
    get: () => listener && recording,
    set: (next: Transport['onmessage']) => {
      listener = next;
    },
  });
  const recording: NonNullable<Transport['onmessage']> = (message, extra) => {
    traffic.received.push(JSON.stringify(message));
    listener?.(message, extra);
  };
  return traffic;
}
