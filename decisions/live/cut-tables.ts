import { isoTime } from '../../core/time.ts';
import { SIGNALS, signalEntry } from '../../signals/catalogue.ts';
import { createCutEstimator } from '../../signals/cut-estimate.ts';
import { whyNotCut, type CutWhole } from '../../signals/cut-reasons.ts';
import type { SeriesCut, SignalItem } from '../../signals/series.ts';
import { inTurns } from '../../store/take-turns.ts';
import type { CutParts } from './cut-parts.ts';
import type { Subject } from './replays.ts';
import {
  notApplied,
  parametersOf,
  seriesByHours,
  signalItemOf,
  type SeriesSpan,
} from './signal-tables.ts';

/** Every signal of each part over the window of the whole. */
export async function cutItems(
  subject: Subject,
  whole: CutWhole,
  { parts }: CutParts,
): Promise<SignalItem[]> {
  const estimator = createCutEstimator(whole, (id) => parametersOf(subject, id));
  const { fromMs, toMs } = whole.window;
  const items: SignalItem[] = [];
  await inTurns(
    parts,
    ({ value, history }) => {
      const window = history.window(fromMs, toMs);
      const by = { dimension: whole.dimension, value };
      for (const entry of SIGNALS) {
        const estimate = notApplied(subject, entry.id) ?? estimator.estimate(entry.id, window);
        items.push(signalItemOf(entry, estimate, by));
      }
    },
    1,
  );
  return items;
}

/** One signal of each part over time; all gaps, and why, where it is not known of parts. */
export async function cutSeries(
  subject: Subject,
  signal: string,
  whole: CutWhole,
  { parts }: CutParts,
  span: SeriesSpan,
): Promise<{ cuts: SeriesCut[]; reason: string | null }> {
  const reason = whyNotCut(signalEntry(signal), whole, parametersOf(subject, signal));
  const cuts: SeriesCut[] = [];
  for (const { value, history } of parts) {
    const by = { dimension: whole.dimension, value };
    const points =
      reason === null ? await seriesByHours(subject, signal, history, span) : gapsOf(span);
    cuts.push({ by, points });
  }
  return { cuts, reason };
}

function gapsOf({ fromMs, toMs, stepMs }: SeriesSpan): SeriesCut['points'] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, i) => ({
    at: isoTime(fromMs + i * stepMs),
    value: null,
    low: null,
    high: null,
    n: 0,
  }));
}
