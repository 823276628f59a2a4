import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { createHistory } from '../../signals/history.ts';
import { NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { createSignalReader } from '../../decisions/engine/read-signals.ts';
import {
  firstGridMs,
  replay,
  replayInSlices,
  SLICE_INSTANTS,
  type ReplayedChange,
} from '../../decisions/engine/replay.ts';
import { type EngineState, step } from '../../decisions/engine/step.ts';
import { PLAIN_CONTEXT, policyWith } from './engine-fixtures.ts';
import {
  dayMs,
  simulateDays,
  simulateRows,
  START_MS,
  type TrueRates,
} from './simulated-history.ts';

const GOOD: TrueRates = { runsPerDay: 200, hallucinationRate: 0.01, valueUsd: 0.8, costUsd: 0.3 };
const BAD: TrueRates = { ...GOOD, hallucinationRate: 0.12, valueUsd: 0.1 };
const policy = policyWith();

describe('a replay', () => {
  // Earns scale, breaks, is redesigned or stopped, recovers, goes silent: every rule has something to do.
  const history = simulateDays(11, 80, (day) => {
    if (day < 20) return GOOD;
    if (day < 35) return BAD;
    return day < 70 ? GOOD : { ...GOOD, runsPerDay: 0 };
  });
  const whole = replay(policy, history, PLAIN_CONTEXT, history.endMs);

  it('meets every verdict in this history', () => {
    expect(new Set(whole.changes.map(({ verdict }) => verdict))).toEqual(
      new Set(['hold', 'scale', 'stop']),
    );
  });

  it('equals stepping hour by hour', () => {
    const read = createSignalReader(policy, history, PLAIN_CONTEXT);
    let state: EngineState | null = null;
    for (let atMs = START_MS + HOUR_MS; atMs <= history.endMs; atMs += HOUR_MS) {
      state = step(policy, read(state, atMs), [], NO_BLOCKS, state, atMs).state;
    }
    expect(whole.state).toEqual(state);
  });

  it('resumed from any instant, through JSON, equals the whole', () => {
    for (const day of [0.01, 0.5, 3, 12.2, 21, 30.7, 52, 75]) {
      const first = replay(policy, history, PLAIN_CONTEXT, dayMs(day));
      const kept = JSON.parse(JSON.stringify(first.state)) as EngineState | null;
      const rest = replay(policy, history, PLAIN_CONTEXT, history.endMs, kept);
      expect(rest.state).toEqual(whole.state);
      expect([...first.changes, ...rest.changes]).toEqual(whole.changes);
    }
  });

  it('in slices equals the whole, and can be resumed from every state it stops at', () => {
    const slices = replayInSlices(policy, history, PLAIN_CONTEXT, history.endMs);
    const stops: EngineState[] = [];
    let next = slices.next();
    for (; !next.done; next = slices.next()) stops.push(next.value);
    expect(next.value).toEqual(whole);
    expect(stops.map(({ atMs }) => (atMs - START_MS) / HOUR_MS)).toEqual(
      Array.from({ length: 30 }, (_, i) => (i + 1) * SLICE_INSTANTS),
    );
    for (const stop of stops.filter((_, i) => i % 9 === 4)) {
      const rest = replay(policy, history, PLAIN_CONTEXT, history.endMs, stop);
      expect(rest.state).toEqual(whole.state);
      expect(rest.changes).toEqual(whole.changes.filter(({ atMs }) => atMs > stop.atMs));
    }
  });

  it('steps every grid instant once, resumed or not', () => {
    const seen: number[] = [];
    const gatesAt = (atMs: number) => {
      seen.push(atMs);
      return [];
    };
    const { state } = replay(policy, history, { ...PLAIN_CONTEXT, gatesAt }, dayMs(2) + 1);
    replay(policy, history, { ...PLAIN_CONTEXT, gatesAt }, dayMs(3), state);
    expect(seen).toEqual(Array.from({ length: 72 }, (_, i) => START_MS + (i + 1) * HOUR_MS));
  });

  it('of telemetry up to an instant equals that of a longer history up to the same instant', () => {
    const rows = simulateRows(11, 60 * 24, (hour) => (hour < 20 * 24 ? GOOD : BAD));
    const endMs = dayMs(25);
    const cut = createHistory({
      ...rows,
      hours: rows.hours.filter(({ hourMs }) => hourMs < endMs),
      endMs,
    });
    const long = createHistory(rows);
    expect(replay(policy, cut, PLAIN_CONTEXT, endMs)).toEqual(
      replay(policy, long, PLAIN_CONTEXT, endMs),
    );
  });

  it('twice gives the same, byte for byte', () => {
    expect(JSON.stringify(replay(policy, history, PLAIN_CONTEXT, history.endMs))).toBe(
      JSON.stringify(whole),
    );
  });

  it('tells each change of the published or proposed verdict once, with a reason', () => {
    const [first] = whole.changes;
    expect(first).toMatchObject({
      atMs: START_MS + HOUR_MS,
      verdict: 'hold',
      proposed: 'hold',
      previous: null,
    });
    let before: ReplayedChange | undefined;
    for (const change of whole.changes) {
      expect(change.because).toMatch(/^[A-Z].*\.$/);
      if (before !== undefined) {
        expect(change.previous).toBe(before.verdict);
        expect(`${change.verdict} ${change.proposed}`).not.toBe(
          `${before.verdict} ${before.proposed}`,
        );
        expect(change.atMs).toBeGreaterThan(before.atMs);
      }
      before = change;
    }
  });

  it('withdraws scale in the hour it is no longer proposed', () => {
    const scaled = whole.changes.findIndex(({ verdict }) => verdict === 'scale');
    const next = whole.changes[scaled + 1]!;
    expect(next).toMatchObject({ verdict: 'hold', previous: 'scale' });
    expect(next.proposed).not.toBe('scale');
  });

  it('begins with the first grid instant after the first event, on a wider grid too', () => {
    const sixHourly = policyWith({ grid: '6h' });
    const late = { firstMs: START_MS + 5 * HOUR_MS };
    expect(firstGridMs(late, HOUR_MS)).toBe(START_MS + 6 * HOUR_MS);
    expect(firstGridMs({ firstMs: START_MS + 6 * HOUR_MS }, 6 * HOUR_MS)).toBe(
      START_MS + 12 * HOUR_MS,
    );
    expect(firstGridMs({ firstMs: null }, HOUR_MS)).toBeNull();
    expect(replay(sixHourly, history, PLAIN_CONTEXT, dayMs(1)).changes[0]?.atMs).toBe(
      START_MS + 6 * HOUR_MS,
    );
  });

  it('has no state before the first grid instant, and none without telemetry', () => {
    expect(replay(policy, history, PLAIN_CONTEXT, START_MS)).toEqual({ state: null, changes: [] });
    const empty = simulateDays(1, 5, () => ({ ...GOOD, runsPerDay: 0 }));
    expect(replay(policy, empty, PLAIN_CONTEXT, empty.endMs)).toEqual({ state: null, changes: [] });
  });
});

describe('evidence in a replay', () => {
  const rows = simulateRows(5, 40 * 24, () => GOOD);
  const statusAt = (
    changes: Partial<typeof PLAIN_CONTEXT>,
    day: number,
    history = createHistory(rows),
  ) =>
    replay(policy, history, { ...PLAIN_CONTEXT, ...changes }, dayMs(day)).state?.signals
      .hallucination_rate?.status;

  it('restarts with a changed limit: pass is lost and earned again', () => {
    const limitChangesMs = { hallucination_rate: [dayMs(25)] };
    expect(statusAt({ limitChangesMs }, 24.9)).toBe('pass');
    expect(statusAt({ limitChangesMs }, 25)).toBe('uncertain');
    expect(statusAt({ limitChangesMs }, 39)).toBe('pass');
  });

  it('restarts with a release that comes to carry the runs', () => {
    const released = createHistory({
      ...rows,
      dimensions: rows.hours.map(({ hourMs, sums }) => ({
        hourMs,
        dimension: 'release',
        value: hourMs < dayMs(25) ? 'r1' : 'r2',
        runs: sums.runs ?? 0,
      })),
    });
    expect(statusAt({}, 25, released)).toBe('pass');
    expect(statusAt({}, 26, released)).toBe('uncertain');
    expect(statusAt({}, 39, released)).toBe('pass');
    const because = replay(policy, released, PLAIN_CONTEXT, dayMs(26)).changes.at(-1)?.because;
    expect(because).toContain('has to be shown again');
  });

  it('restarts after a failure: the hours up to it no longer count', () => {
    const broken = simulateDays(5, 60, (day) => (day >= 20 && day < 24 ? BAD : GOOD));
    const days = Array.from({ length: 36 }, (_, i) => 24 + i);
    const recovered = days.find((day) => statusAt({}, day, broken) === 'uncertain')!;
    const { state } = replay(policy, broken, PLAIN_CONTEXT, dayMs(recovered));
    const { failedMs } = state!.signals.hallucination_rate!;
    expect(failedMs).toBeGreaterThan(dayMs(24));
    const atMs = dayMs(recovered) + HOUR_MS;
    const { evidence } = createSignalReader(
      policy,
      broken,
      PLAIN_CONTEXT,
    )(state, atMs).get('hallucination_rate')!;
    expect(evidence.n).toBe(broken.window(failedMs!, atMs).sum('judged'));
  });
});

describe('gates and alerts in a replay', () => {
  it('are asked for at every instant, and scale is withdrawn and waited for anew', () => {
    const history = simulateDays(3, 40, () => GOOD);
    const firing = (atMs: number) => atMs >= dayMs(25) && atMs < dayMs(26);
    const blocksAt = (atMs: number) => ({
      alerts: firing(atMs) ? ['spend'] : [],
      decisionExpired: false,
    });
    const { changes } = replay(policy, history, { ...PLAIN_CONTEXT, blocksAt }, history.endMs);
    const after = changes.filter(({ atMs }) => atMs >= dayMs(25));
    expect(
      after.map(({ atMs, verdict, proposed }) => [(atMs - START_MS) / DAY_MS, verdict, proposed]),
    ).toEqual([
      [25, 'hold', 'hold'],
      [26, 'hold', 'scale'],
      [33, 'scale', 'scale'],
    ]);
    expect(after[0]?.because).toBe('Blocked by alert:spend.');
  });
});
