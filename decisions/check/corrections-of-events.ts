import type { JudgementCorrection } from '../../signals/history-rows.ts';
import { correctionsOf } from '../../store/questions/read-corrections.ts';
import { ofKind, type TimedEvent, type TimedEventOf } from './timed-event.ts';

const FACTUAL_LABELS = ['factual', 'grounded'];
const HALLUCINATED_LABELS = ['hallucinated', 'hallucination'];
/** 1 is best; what a rule says of a run is no judgement. */
const EVALUATOR_RANKS = { human: 2, model: 3, rule: null } as const;

/** [epoch milliseconds, rank (1 best), 1 where it says hallucinated else 0]. */
type Judgement = [number, number, number];

function judgementOf({ event, tsMs }: TimedEvent): Judgement | null {
  if (event.kind === 'review' && typeof event.hallucination === 'boolean')
    return [tsMs, 1, event.hallucination ? 1 : 0];
  if (event.kind !== 'evaluation' || event.name !== 'hallucination' || !event.run) return null;
  const rank = EVALUATOR_RANKS[event.evaluator ?? 'model'];
  if (rank === null) return null;
  if (typeof event.passed === 'boolean') return [tsMs, rank, event.passed ? 0 : 1];
  const label = (event.label ?? '').toLowerCase();
  if (HALLUCINATED_LABELS.includes(label)) return [tsMs, rank, 1];
  return FACTUAL_LABELS.includes(label) ? [tsMs, rank, 0] : null;
}

function flagOf({ event }: TimedEventOf<'run'>): number {
  if (typeof event.hallucination !== 'boolean') return -1;
  return event.hallucination ? 1 : 0;
}

/** What reviews and evaluations change about the runs' own flags. */
export function correctionsOfEvents(events: readonly TimedEvent[]): JudgementCorrection[] {
  const byRun = new Map<string, Judgement[]>();
  for (const one of events) {
    const judgement = judgementOf(one);
    if (judgement === null || !('run' in one.event)) continue;
    // Without a run it judges one that nobody knows: one of its own.
    const run = one.event.run ? `run:${one.event.run}` : `event:${one.id}`;
    byRun.set(run, [...(byRun.get(run) ?? []), judgement]);
  }
  const runs = new Map(ofKind(events, 'run').map((run) => [`run:${run.id}`, run]));
  return [...byRun].flatMap(([key, judgements]) => {
    const run = runs.get(key);
    return correctionsOf({
      runMs: run?.tsMs ?? null,
      flag: run ? flagOf(run) : null,
      judgements: judgements.sort((a, b) => a[0] - b[0]),
    });
  });
}
