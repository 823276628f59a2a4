import { expect, it } from 'vitest';
import { createBodyRoom } from '../../server/body-room.ts';

const MIB = 1_048_576;

it('bodies under way never hold more together than there is room for, and give it back', () => {
  const room = createBodyRoom(10 * MIB);
  const leave = room.take(6 * MIB);
  expect(() => room.take(5 * MIB)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  const leaveSmall = room.take(4 * MIB);
  leave();
  leaveSmall();
  room.take(10 * MIB);
});

it('a body of unstated length takes room too', () => {
  const room = createBodyRoom(3 * MIB);
  room.take(null);
  expect(() => room.take(null)).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
});
