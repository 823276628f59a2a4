import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';

/** Events of one request, and requests a second. */
export const BATCH_EVENTS = 100;
export const BATCHES_PER_SECOND = 20;
export const BATCH_MS = 1000 / BATCHES_PER_SECOND;
const GROUPS = 10;
const GROUP_WORKLOADS = 5;
export const WORKLOADS: readonly string[] = Array.from(
  { length: GROUPS * GROUP_WORKLOADS },
  (_, i) => `chaos-${String(i).padStart(2, '0')}`,
);

/** Places of a batch, of each workload, by what stands there; the rest are runs of now. */
const TOOL_PLACE = 13;
const EVALUATION_PLACE = 14;
const REVIEW_PLACE = 15;
/** From here on runs of the weeks before, as from an import. */
const HISTORY_PLACE = 16;
const HISTORY_DAYS = 28;

/** What a run of telemetry is made of: the same seed and start make the same events. */
export interface TelemetryPlan {
  readonly seed: number;
  /** When its first batch is due, epoch milliseconds. */
  readonly startMs: number;
  readonly batches: number;
}

/** An event as it stands on the wire, with what it counts as. */
export interface ChaosEvent {
  readonly id: string;
  readonly workload: string;
  readonly kind: 'run' | 'tool_call' | 'evaluation' | 'review';
  readonly ts: number;
  readonly [field: string]: string | number | boolean;
}

/** A number in [0, 1) that looks random and is the same for the same parts. */
function share(...parts: readonly number[]): number {
  let mixed = 0x9e3779b9;
  for (const part of parts) {
    mixed = Math.imul(mixed ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return (mixed >>> 0) / 2 ** 32;
}

/** What may go wrong with a workload for some minutes. */
const TROUBLES = ['errors', 'slow', 'tools', 'silent', 'escalated'] as const;
type Trouble = (typeof TROUBLES)[number];
const SILENT_SHARE = 0.1;

/** Whether a workload has a trouble in a minute: each has it once or twice, for one to three minutes. */
function isTroubled(
  { seed, startMs }: TelemetryPlan,
  workload: number,
  trouble: Trouble,
  atMs: number,
): boolean {
  const minute = Math.floor(atMs / MINUTE_MS) - Math.floor(startMs / MINUTE_MS);
  const kind = TROUBLES.indexOf(trouble);
  if (trouble === 'silent' && share(seed, workload, 77) > SILENT_SHARE) return false;
  const round = Math.floor(minute / 6);
  const first = round * 6 + 1 + Math.floor(share(seed, workload, kind, round, 1) * 3);
  return (
    minute >= first && minute < first + 1 + Math.floor(share(seed, workload, kind, round, 2) * 3)
  );
}

const dueMs = ({ startMs }: TelemetryPlan, batch: number): number => startMs + batch * BATCH_MS;

/** When the events of a batch happened that are of now; epoch milliseconds. */
export const batchMs = dueMs;

/** A run: its numbers depend on how its workload fares at the time. */
function runFields(plan: TelemetryPlan, workload: number, key: number, atMs: number) {
  const { seed } = plan;
  const has = (trouble: Trouble): boolean => isTroubled(plan, workload, trouble, atMs);
  const draw = (what: number): number => share(seed, key, what);
  const isOk = draw(1) >= (has('errors') ? 0.6 : 0.02);
  return {
    ok: isOk,
    ...(isOk ? {} : { error: 'upstream refused' }),
    latency_ms: Math.round((has('slow') ? 4_000 : 600) * (0.5 + draw(2))),
    escalated: draw(3) < (has('escalated') ? 0.5 : 0.05),
    tokens_in: 500 + Math.floor(draw(4) * 1_500),
    tokens_out: 50 + Math.floor(draw(5) * 300),
    cost_usd: Math.round((0.002 + draw(6) * 0.01 * (1 + (workload % 7))) * 1e6) / 1e6,
    hallucination: draw(7) < 0.005 * (1 + (workload % 9)),
    outcome: draw(8) < 0.6 ? 'accepted' : draw(8) < 0.8 ? 'edited' : 'rejected',
    release: draw(9) < 0.8 ? '2.4' : '2.5',
    model: 'gpt-4.1-mini',
  };
}

/** An instant of the four weeks before the hour in which the run began. */
function historyMs({ seed, startMs }: TelemetryPlan, key: number): number {
  const endMs = floorTo(startMs, HOUR_MS);
  return endMs - 1 - Math.floor(share(seed, key, 20) * HISTORY_DAYS * DAY_MS);
}

function eventAt(plan: TelemetryPlan, batch: number, place: number): ChaosEvent {
  const within = Math.floor(place / GROUP_WORKLOADS);
  const number = (batch % GROUPS) * GROUP_WORKLOADS + (place % GROUP_WORKLOADS);
  const workload = WORKLOADS[number] ?? '';
  const key = batch * BATCH_EVENTS + place;
  const nowMs = dueMs(plan, batch);
  const isSilent = isTroubled(plan, number, 'silent', nowMs);
  const ts = isSilent || within >= HISTORY_PLACE ? historyMs(plan, key) : nowMs;
  const base = { id: `c-${key}`, workload, ts };
  const judged = { run: `c-${batch * BATCH_EVENTS + (place % GROUP_WORKLOADS)}` };
  if (within === TOOL_PLACE) {
    const isBad = isTroubled(plan, number, 'tools', ts);
    const ok = share(plan.seed, key, 30) >= (isBad ? 0.5 : 0.02);
    return { ...base, kind: 'tool_call', tool: 'search', ok, latency_ms: 40, ...judged };
  }
  if (within === EVALUATION_PLACE) {
    const passed = share(plan.seed, key, 31) < 0.95;
    return { ...base, kind: 'evaluation', name: 'grounded', evaluator: 'model', passed, ...judged };
  }
  if (within === REVIEW_PLACE) {
    const hallucination = share(plan.seed, key, 32) < 0.03;
    return {
      ...base,
      kind: 'review',
      verdict: 'correct',
      hallucination,
      source: 'random',
      ...judged,
    };
  }
  return { ...base, kind: 'run', ...runFields(plan, number, key, ts) };
}

/** The events of one request. */
export function batchEvents(plan: TelemetryPlan, batch: number): ChaosEvent[] {
  return Array.from({ length: BATCH_EVENTS }, (_, place) => eventAt(plan, batch, place));
}

/** How many events of each workload count where, as `workload table` to count. */
export function countEvents(plan: TelemetryPlan, batches: Iterable<number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const batch of batches) {
    for (const { workload, kind } of batchEvents(plan, batch)) {
      const key = `${workload} ${kind === 'run' ? 'runs' : 'events'}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

const hex = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

export const TRACED = 'chaos-traced';
export const SPAN_TOKENS = 10;

/** The two spans of a trace, each a request of its own. */
export function traceBodies(seed: number, number: number, atMs: number): readonly [object, object] {
  const traceId = hex(`trace ${seed} ${number}`, 32);
  const root = hex(`root ${seed} ${number}`, 16);
  const nano = (ms: number): string => `${Math.floor(ms)}000000`;
  const attribute = (key: string, value: object) => ({ key, value });
  const body = (
    spanId: string,
    parentSpanId: string,
    operation: string,
    tokens: number | null,
  ) => ({
    resourceSpans: [
      {
        resource: { attributes: [attribute('service.name', { stringValue: TRACED })] },
        scopeSpans: [
          {
            spans: [
              {
                traceId,
                spanId,
                parentSpanId,
                name: operation,
                startTimeUnixNano: nano(atMs - 900),
                endTimeUnixNano: nano(atMs),
                attributes: [
                  attribute('gen_ai.operation.name', { stringValue: operation }),
                  ...(tokens === null
                    ? []
                    : [attribute('gen_ai.usage.input_tokens', { intValue: tokens })]),
                ],
              },
            ],
          },
        ],
      },
    ],
  });
  return [
    body(root, '', 'invoke_agent', null),
    body(hex(`leaf ${seed} ${number}`, 16), root, 'chat', SPAN_TOKENS),
  ];
}
