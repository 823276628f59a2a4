import { BellwetherError } from '../../core/errors.ts';
import { JUDGEMENT_MEASURES } from '../../signals/history/late-judgements.ts';
import { minuteColumns } from '../../signals/minute-signals.ts';
import type { SignalEntry } from '../../signals/catalogue-entry.ts';
import type { Database } from '../../store/database.ts';
import { readJudgementCorrections } from '../../store/questions/read-corrections.ts';
import { readStepRows } from '../../store/questions/read-hours.ts';
import type { SeriesSpan, StepRows } from './signal-tables.ts';

/**
 * What a signal rests on by steps shorter than an hour.
 * @param entry of a signal that is kept by minutes: {@link whyNotByMinutes} says which is not
 * @param nowMs epoch milliseconds: judgements up to then count
 * @throws BellwetherError `invalid` for a signal of economics, whose costs are spread over hours
 */
export async function readShortSteps(
  database: Database,
  { id, axis }: SignalEntry,
  workload: string,
  span: SeriesSpan,
  nowMs: number,
): Promise<StepRows> {
  if (axis === 'economics') {
    throw new BellwetherError('invalid', 'costs are spread over hours', {
      errors: [{ path: 'step', message: 'expected whole hours for a signal of economics' }],
    });
  }
  const wanted = minuteColumns(id);
  const isJudged = JUDGEMENT_MEASURES.some((measure) => wanted.has(measure));
  const [rows, corrections] = await Promise.all([
    readStepRows(database, workload, span, wanted),
    isJudged ? readJudgementCorrections(database, [workload], nowMs, span.stepMs) : null,
  ]);
  return { rows, corrections: corrections?.get(workload) ?? [] };
}
