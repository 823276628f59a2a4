/** One length that an alert can be put off for. */
export interface SnoozeChoice {
  readonly name: string;
  readonly untilMs: number;
}

const MINUTE_MS = 60_000;
const MORNING_HOUR = 8;

/** The next morning here: today's where it is still to come, and far enough off to matter. */
function morningAfter(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning.getTime() - nowMs < 15 * MINUTE_MS) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}

/** For how long an alert can be put off. */
export function snoozeChoices(nowMs: number): readonly SnoozeChoice[] {
  return [
    { name: '15 minutes', untilMs: nowMs + 15 * MINUTE_MS },
    { name: '1 hour', untilMs: nowMs + 60 * MINUTE_MS },
    { name: '4 hours', untilMs: nowMs + 240 * MINUTE_MS },
    { name: 'Until morning', untilMs: morningAfter(nowMs) },
  ];
}
