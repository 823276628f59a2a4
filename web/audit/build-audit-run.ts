import type { AuditItem } from '../api/audit-queries.ts';
import { formatUsd, NOTHING } from '../format/number.ts';
import { formatInstant, formatMoment, instantMs } from '../format/time.ts';
import { formatSignal } from '../format/unit.ts';

/** A run as its reviewer sees it: everything is text. */
export interface AuditRun {
  readonly id: string;
  readonly time: string;
  readonly instant: string;
  readonly why: string;
  /** What was said: attributes as the sender named and ordered them. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly error: string | null;
}

const SHARE = { signal: 'confidence', unit: 'ratio' } as const;
const LATENCY = { signal: 'latency', unit: 'ms' } as const;

/** A drawn run in words; what it does not say is left out. */
export function buildAuditRun({ run }: AuditItem, nowMs: number): AuditRun {
  const atMs = instantMs(run.ts);
  const facts: [string, string | null][] = [
    ['Result', run.ok === null ? null : run.ok ? 'ok' : 'failed'],
    ['Outcome', run.outcome],
    ['Escalated', run.escalated === null ? null : run.escalated ? 'yes' : 'no'],
    ['Confidence', run.confidence === null ? null : formatSignal(run.confidence, SHARE)],
    ['Latency', run.latency_ms === null ? null : formatSignal(run.latency_ms, LATENCY)],
    ['Cost', run.cost_usd === null ? null : formatUsd(run.cost_usd)],
    ['Release', run.release],
    ['Model', run.model],
    ['Segment', run.segment],
    ['Prompt', run.prompt_version],
    ['Conversation', run.conversation],
    ['Trace', run.trace_id],
  ];
  const texts = Object.entries(run.attributes ?? {}).map(([name, value]) => ({
    name,
    text: String(value) === '' ? NOTHING : String(value),
  }));
  return {
    id: run.id,
    time: formatMoment(atMs, nowMs),
    instant: formatInstant(atMs),
    why: 'Drawn at random',
    texts,
    facts: facts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }])),
    error: run.error,
  };
}
