/**
 * Loaded before the program (`node --import`): moves its wall clock by as many milliseconds as stand in
 * the file that `CHAOS_CLOCK` names. Timers go on as they were, as they do when a real clock is set.
 */
import { readFileSync } from 'node:fs';

const LOOK_MS = 100;
const file = process.env['CHAOS_CLOCK'] ?? '';
const RealDate = Date;
let shiftMs = 0;

const now = () => RealDate.now() + shiftMs;

function look() {
  try {
    shiftMs = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // Not written yet: the clock stays as it is.
  }
}

if (file !== '') {
  look();
  setInterval(look, LOOK_MS).unref();
  globalThis.Date = new Proxy(RealDate, {
    get: (date, name, receiver) => (name === 'now' ? now : Reflect.get(date, name, receiver)),
    construct: (date, parts, target) =>
      Reflect.construct(date, parts.length === 0 ? [now()] : parts, target),
  });
}
