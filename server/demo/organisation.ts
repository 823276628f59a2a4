import type { WireEvent } from '../../core/event.ts';
import { DAY_MS, HOUR_MS, isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { PolicyDocument } from '../../decisions/policy/policy.ts';
import { HISTORY_DAYS, type WorkloadPlan } from './plan.ts';
import { POLICIES } from './policies.ts';
import { createRandom } from './random.ts';
import { LONGEST_AFTERMATH_MS } from './simulate-aftermath.ts';
import { simulateRuns } from './simulate-runs.ts';
import { dayAt, simulateSchedule, type Stage } from './simulate-schedule.ts';
import { trafficAt } from './traffic-shape.ts';
import { PLANS } from './workloads/plans.ts';

/** Events in one batch of history: what the endpoint takes well in one request. */
export const BATCH_EVENTS = 1000;

const HOURS = (HISTORY_DAYS * DAY_MS) / HOUR_MS;
const LIVE_SLOT_MS = 5000;
/** People answer within ten minutes in live traffic, so that a watcher sees reviews and feedback. */
const LIVE_HASTE = 120;
/** Keeps the generators of history and live traffic apart. */
const STREAMS = { history: 1, live: 2 } as const;

/** A made-up organisation: what it has on record, and what its workloads send. */
export interface Organisation {
  readonly workloads: readonly WorkloadDocument[];
  readonly policies: readonly PolicyDocument[];
  /** The 90 days before the anchor: batches of at most 1,000, each hour's events in order of time. */
  history(): Generator<WireEvent[]>;
  /**
   * The events of [fromMs, toMs), ascending; the parts of a cut span are together the whole span.
   * @param fromMs epoch milliseconds; before the anchor there is nothing
   */
  live(fromMs: number, toMs: number): WireEvent[];
}

/**
 * The sample organisation: the same events for the same anchor and seed, without clock or I/O.
 * @param anchorMs where history ends and live traffic begins, epoch milliseconds
 * @param seed which draw of the same story
 */
export function createOrganisation({
  anchorMs,
  seed,
}: {
  anchorMs: number;
  seed: number;
}): Organisation {
  const dateOf = (day: number): string =>
    isoTime(anchorMs + (day - HISTORY_DAYS) * DAY_MS).slice(0, 10);
  const cast = PLANS.map((plan, index): Member => {
    const idPrefix = `${plan.id}-${Math.floor(anchorMs / 1000).toString(36)}`;
    return { plan, stage: { anchorMs, seed, plan: index, idPrefix } };
  });
  return {
    workloads: PLANS.map((plan) => ({ id: plan.id, ...plan.record(dateOf) })),
    policies: POLICIES,
    history: () => simulateHistory(cast, anchorMs),
    live: (fromMs, toMs) => {
      const startMs = Math.max(fromMs, anchorMs);
      return cast
        .flatMap((member) => [
          ...liveRuns(member, startMs, toMs),
          ...simulateSchedule(member.plan, member.stage, startMs, toMs),
        ])
        .sort(byTime);
    },
  };
}

interface Member {
  readonly plan: WorkloadPlan;
  readonly stage: Stage;
}

const timeOf = (event: WireEvent): number => Number(event.ts);
const byTime = (a: WireEvent, b: WireEvent): number => timeOf(a) - timeOf(b);

function* simulateHistory(cast: readonly Member[], anchorMs: number): Generator<WireEvent[]> {
  const startMs = anchorMs - HISTORY_DAYS * DAY_MS;
  const later = new Map<number, WireEvent[]>();
  let batch: WireEvent[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    const fromMs = startMs + hour * HOUR_MS;
    const made = cast.flatMap((member) => [
      ...historyRuns(member, hour, fromMs),
      ...simulateSchedule(member.plan, member.stage, fromMs, fromMs + HOUR_MS),
    ]);
    const due = later.get(hour) ?? [];
    later.delete(hour);
    for (const event of made) {
      const eventHour = Math.floor((timeOf(event) - startMs) / HOUR_MS);
      if (eventHour <= hour) due.push(event);
      else if (eventHour < HOURS) append(later, eventHour, event);
    }
    for (const event of due.sort(byTime)) {
      batch.push(event);
      if (batch.length === BATCH_EVENTS) {
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}

function append(later: Map<number, WireEvent[]>, hour: number, event: WireEvent): void {
  const waiting = later.get(hour);
  if (waiting === undefined) later.set(hour, [event]);
  else waiting.push(event);
}

function historyRuns({ plan, stage }: Member, hour: number, fromMs: number): WireEvent[] {
  const day = dayAt(stage, fromMs);
  if (plan.runs === null || day < plan.firstDay) return [];
  const { shape, runsPerDay } = plan.runs.traffic;
  const busy = trafficAt(shape, fromMs + HOUR_MS / 2);
  const slot = {
    workload: plan.id,
    startMs: fromMs,
    lengthMs: HOUR_MS,
    expectedRuns: (runsPerDay * busy * HOUR_MS) / DAY_MS,
    idPrefix: `${stage.idPrefix}-h${hour.toString(36)}`,
    haste: 1,
  };
  const random = createRandom(stage.seed, stage.plan, STREAMS.history, hour);
  return simulateRuns(slot, plan.runs.profile(day), random);
}

/** What live runs cause in a span: their own events, and late ones of runs up to ten minutes before. */
function liveRuns({ plan, stage }: Member, fromMs: number, toMs: number): WireEvent[] {
  if (plan.runs === null) return [];
  const { traffic, profile } = plan.runs;
  const slotAt = (atMs: number): number =>
    Math.max(0, Math.floor((atMs - stage.anchorMs) / LIVE_SLOT_MS));
  const events: WireEvent[] = [];
  const first = slotAt(fromMs - LONGEST_AFTERMATH_MS / LIVE_HASTE - LIVE_SLOT_MS);
  for (let index = first; stage.anchorMs + index * LIVE_SLOT_MS < toMs; index++) {
    const startMs = stage.anchorMs + index * LIVE_SLOT_MS;
    const slot = {
      workload: plan.id,
      startMs,
      lengthMs: LIVE_SLOT_MS,
      expectedRuns: (traffic.liveRunsPerSecond * LIVE_SLOT_MS) / 1000,
      idPrefix: `${stage.idPrefix}-l${index.toString(36)}`,
      haste: LIVE_HASTE,
    };
    const random = createRandom(stage.seed, stage.plan, STREAMS.live, index);
    const made = simulateRuns(slot, profile(dayAt(stage, startMs)), random);
    events.push(...made.filter((event) => timeOf(event) >= fromMs && timeOf(event) < toMs));
  }
  return events;
}
