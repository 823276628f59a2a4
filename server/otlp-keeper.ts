import { BellwetherError } from '../core/errors.ts';
import type { Ingest, OtlpTelemetry } from '../ingest/ingest.ts';
import type { AiSpan } from '../ingest/otlp/ai-span.ts';
import type { Refused } from '../ingest/otlp/encode-answer.ts';
import type { MappedEvent, MappedEvents } from '../ingest/otlp/map-logs.ts';
import { mapMetrics } from '../ingest/otlp/map-metrics.ts';
import { createMetricSeries } from '../ingest/otlp/metric-series.ts';
import type { MetricsRequest } from '../ingest/otlp/otlp-request.ts';
import { MAX_TRACE_SPANS } from '../store/questions/find-traces.ts';

/** Who sends: a key, and the workloads it is bound to; null for all. */
export interface Sender {
  readonly actor: string;
  readonly workloads: ReadonlySet<string> | null;
}

/** What a request was mapped to, whichever signal it was. */
export interface Mapped extends MappedEvents {
  readonly spans?: readonly AiSpan[];
  /** Called once all of it is kept. */
  readonly onKept?: () => void;
}

/** Keeps what OTLP requests hold. */
export interface OtlpKeeper {
  /**
   * @param charge told how many spans and events there are; what it throws refuses the request
   * @throws BellwetherError `forbidden` where nothing of the request may be taken
   */
  keep(sender: Sender, mapped: Mapped, charge: (count: number) => Promise<void>): Promise<Refused>;
  /** What metrics say, compared with what their series said before. */
  mapMetrics(groups: MetricsRequest): Mapped;
  /** Takes telemetry that another process has mapped. */
  acceptOtlp(telemetry: OtlpTelemetry): ReturnType<Ingest['acceptOtlp']>;
}

/** Workloads remembered as senders of spans; each is a name that a sender chose. */
const MAX_SPAN_SENDERS = 10_000;

/** Leaves out what a bound key may not send. */
function withinKey<T extends MappedEvent>(
  items: readonly T[],
  allowed: ReadonlySet<string> | null,
): readonly T[] {
  return allowed ? items.filter(({ workload }) => allowed.has(workload)) : items;
}

const joined = (...messages: readonly string[]): string => messages.filter(Boolean).join('; ');

/** @param count what is refused beside it, of the records that the signal counts */
function addRefused({ count: before, message }: Refused, count: number, why: string): Refused {
  return why === ''
    ? { count: before, message }
    : { count: before + count, message: joined(message, why) };
}

/** Two of these, of parts of one request. */
export const joinRefused = (a: Refused, b: Refused): Refused => ({
  count: a.count + b.count,
  message: joined(a.message, b.message),
});

export function createOtlpKeeper(parts: {
  /** Everybody's: what belongs to other processes is passed on. */
  readonly ingest: Pick<Ingest, 'acceptOtlp'>;
  /** This process's own; the same where it is alone. */
  readonly local: Pick<Ingest, 'acceptOtlp'>;
  /** Workloads that send spans, added to as they do: their calls are not counted by metrics too. */
  readonly spanSenders: Set<string>;
  readonly now: () => number;
}): OtlpKeeper {
  const { ingest, local, spanSenders, now } = parts;
  const series = createMetricSeries();

  function noteSenders(spans: readonly AiSpan[]): void {
    for (const { workload } of spans) {
      if (spanSenders.size >= MAX_SPAN_SENDERS) return;
      spanSenders.add(workload);
    }
  }

  return {
    async keep(sender, mapped, charge) {
      const sent = mapped.spans ?? [];
      const spans = withinKey(sent, sender.workloads);
      const events = withinKey(mapped.events, sender.workloads);
      const counted = mapped.spans
        ? sent.length - spans.length
        : mapped.events.length - events.length;
      if (counted > 0 && spans.length + events.length === 0) {
        throw new BellwetherError('forbidden', 'this key is bound to other workloads');
      }
      await charge(spans.length + events.length);
      const { rejected, refusedSpans } = await ingest.acceptOtlp({
        spans,
        events,
        allowedWorkloads: sender.workloads,
        keyId: sender.actor,
      });
      noteSenders(spans);
      mapped.onKept?.();
      const foreign = counted > 0 ? 'some are of workloads this key is not bound to' : '';
      const [first] = rejected;
      const broken = first ? `${first.path}: ${first.message}` : '';
      // An event that a span tells of is not the span: that one is kept.
      const lost = mapped.spans ? 0 : rejected.length;
      const full = refusedSpans > 0 ? `a trace holds at most ${MAX_TRACE_SPANS} spans` : '';
      const refused = addRefused(mapped.refused, refusedSpans, full);
      return addRefused(addRefused(refused, counted, foreign), lost, broken);
    },
    mapMetrics(groups) {
      const reports = series.open();
      const mapped = mapMetrics(groups, now(), {
        series: reports,
        hasSpans: (workload) => spanSenders.has(workload),
      });
      return { ...mapped, onKept: () => reports.keep() };
    },
    async acceptOtlp(telemetry) {
      const answer = await local.acceptOtlp(telemetry);
      noteSenders(telemetry.spans);
      return answer;
    },
  };
}
