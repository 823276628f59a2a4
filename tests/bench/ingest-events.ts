import { open } from 'node:fs/promises';

export const WORKLOADS = 20;
const EVENTS_PER_SECOND = 500;
const NANOSECONDS_PER_MS = 1_000_000;
const WRITTEN_AT_ONCE = 10_000;

const hashOf = (i: number): string => ((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');

/** One of the benchmark's events: 16 fields beside its kind, some 482 bytes as JSON. */
export interface BenchmarkEvent {
  readonly kind: 'run';
  readonly id: string;
  readonly ts: string;
  readonly workload: string;
  readonly release: string;
  readonly model: string;
  readonly segment: string;
  readonly trace_id: string;
  readonly latency_ms: number;
  readonly ok: boolean;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_usd: number;
  readonly hallucination: boolean;
  readonly outcome: string;
  readonly value_usd: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * One event as the wire carries it, deterministic by its number.
 * @param atMs when it happened, epoch milliseconds
 */
export function benchmarkEvent(i: number, atMs: number): BenchmarkEvent {
  const hash = hashOf(i);
  return {
    kind: 'run',
    id: `01JB-${hash}-${String(i).padStart(10, '0')}`,
    ts: new Date(atMs).toISOString(),
    workload: `workload-${i % WORKLOADS}`,
    release: '2026.11.3',
    model: 'gpt-4.1-mini',
    segment: 'tier-one-email-inbox',
    trace_id: `${hash}${hash}${hash}${hash}`,
    latency_ms: 180 + (i % 1700),
    ok: i % 97 !== 0,
    tokens_in: 900 + (i % 2100),
    tokens_out: 60 + (i % 340),
    cost_usd: 0.000456 + (i % 100) / 1e6,
    hallucination: i % 61 === 0,
    outcome: i % 7 === 0 ? 'edited' : 'accepted',
    value_usd: 1.25,
    attributes: {
      channel: 'web',
      queue: 'tier-one-support',
      region: 'eu-central',
      session: `${hash}-${hash}`,
    },
  };
}

/** When the event of a number happened: 500 a second, back from an end. */
export const steadyMs = (i: number, endMs: number): number =>
  endMs - Math.floor(i / EVENTS_PER_SECOND) * 1000;

/** The same event as InfluxDB's line protocol: what has few values as tags, the rest as fields. */
export function lineProtocol(event: BenchmarkEvent, i: number): string {
  const { workload, release, model, segment, outcome, ...rest } = event;
  const fields = [
    `id="${rest.id}"`,
    `trace_id="${rest.trace_id}"`,
    `latency_ms=${rest.latency_ms}`,
    `ok=${rest.ok}`,
    `tokens_in=${rest.tokens_in}i`,
    `tokens_out=${rest.tokens_out}i`,
    `cost_usd=${rest.cost_usd}`,
    `hallucination=${rest.hallucination}`,
    `value_usd=${rest.value_usd}`,
    `attributes="${JSON.stringify(rest.attributes).replaceAll('"', '\\"')}"`,
  ];
  // Points of one series at one instant overwrite each other there.
  const at =
    BigInt(Date.parse(rest.ts)) * BigInt(NANOSECONDS_PER_MS) + BigInt(i % EVENTS_PER_SECOND);
  const tags = `workload=${workload},release=${release},model=${model},segment=${segment},outcome=${outcome}`;
  return `run,${tags} ${fields.join(',')} ${at}`;
}

/**
 * Writes a file of lines.
 * @returns bytes a line
 */
export async function writeLines(
  path: string,
  count: number,
  line: (i: number) => string,
): Promise<number> {
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    for (let from = 0; from < count; from += WRITTEN_AT_ONCE) {
      const lines: string[] = [];
      for (let i = from; i < Math.min(from + WRITTEN_AT_ONCE, count); i += 1) lines.push(line(i));
      const text = `${lines.join('\n')}\n`;
      bytes += text.length;
      await file.write(text);
    }
  } finally {
    await file.close();
  }
  return bytes / count;
}
