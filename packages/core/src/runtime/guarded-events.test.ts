import { expect, it, vi } from 'vitest';
import { turns } from '../../test-support/turns.js';
import { unhandledRejectionsDuring } from '../../test-support/unhandled-rejections.js';
import type { Events, KeyEvent } from '../ports/events.js';
import { guardedEvents } from './guards.js';

const event: KeyEvent = { type: 'credential_in_url' };

it('guardedEvents passes events on immediately, as they are', () => {
  const emit = vi.fn();
  guardedEvents({ emit }).emit(event);
  expect(emit.mock.calls).toEqual([[event]]);
});

it('guardedEvents calls the listener as a method of its object', () => {
  const listener = {
    heard: 0,
    emit() {
      this.heard += 1;
    },
  };
  guardedEvents(listener).emit(event);
  expect(listener.heard).toBe(1);
});

it('guardedEvents works without a listener', () => {
  const events = guardedEvents(undefined);
  events.emit(event);
  expect(events.failures()).toBe(0);
});

it('F10 guardedEvents counts a listener that throws, and otherwise ignores it', () => {
  const events = guardedEvents({
    emit() {
      throw new Error('broken');
    },
  });
  for (let count = 0; count < 3; count += 1) events.emit(event);
  expect(events.failures()).toBe(3);
});

it('F07 guardedEvents counts a listener that rejects, and leaves no rejection unhandled', async () => {
  const events = guardedEvents({ emit: (async () => Promise.reject(new Error('broken'))) as Events['emit'] });
  expect(await unhandledRejectionsDuring(() => events.emit(event))).toEqual([]);
  await turns();
  expect(events.failures()).toBe(1);
});
