import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

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
  const start = transport.start.bind(transport);
  transport.start = async () => {
    const { onmessage } = transport;
    transport.onmessage = (message, extra) => {
      traffic.received.push(JSON.stringify(message));
      onmessage?.(message, extra);
    };
    await start();
  };
  return traffic;
}
