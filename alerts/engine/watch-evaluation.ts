import { MINUTE_MS, isoTime } from '../../core/time.ts';
import type { AlertRecord } from '../episode/alert-record.ts';
import { NO_RESPONSE, type Episode } from '../episode/episode.ts';
import { stepAlert, type AlertStep, type BeginEpisode } from '../episode/step-alert.ts';
import type { AlertId } from '../evaluate/rule-targets.ts';

/** The rule of the one alert that is about evaluation itself; nobody has to write it. */
export const EVALUATION_RULE = 'bellwether-evaluation';
/** Stands where other alerts have their workload. */
export const EVALUATION_WORKLOAD = 'bellwether';
/** Minutes that are due and not evaluated, from which evaluation is late. */
export const LATE_AFTER_MS = 5 * MINUTE_MS;
/** The same where it failed again and again: a moment's refusal of the database is not worth a message. */
const FAILING_AFTER_MS = 2 * MINUTE_MS;
const MANY_FAILURES = 3;

/** How far behind evaluation is. */
export interface EvaluationLag {
  /** How long ago the first minute that is not evaluated was due; 0: none is. */
  readonly lagMs: number;
  /** In a row. */
  readonly failures: number;
}

/** Whether evaluation is so late that people have to know. */
export const isLate = ({ lagMs, failures }: EvaluationLag): boolean =>
  lagMs > LATE_AFTER_MS || (failures >= MANY_FAILURES && lagMs >= FAILING_AFTER_MS);

const TIMES = { forMs: 0, keepFiringForMs: 0, absent: 'clear' } as const;

/**
 * One look at evaluation itself, by the same steps as every alert. Where the alert cannot be written because
 * that is what fails, it is written with the first evaluation that succeeds.
 * @param known as the look before left it; undefined: there never was one
 * @param lateMs how late evaluation is, or was up to now; null: it is in time
 * @param atMs now
 * @returns null where nothing changes
 */
export function watchEvaluation(
  alertId: AlertId,
  find: (id: string) => { readonly known: AlertRecord | undefined; readonly open: Episode | null },
  lateMs: number | null,
  atMs: number,
): AlertStep | null {
  const id = alertId(EVALUATION_RULE, EVALUATION_WORKLOAD, '');
  const { known, open } = find(id);
  if (lateMs === null && open === null) return null;
  const reading = {
    input: lateMs === null ? 'clear' : 'breach',
    value: lateMs === null ? null : lateMs / MINUTE_MS,
    n: 1,
    threshold: LATE_AFTER_MS / MINUTE_MS,
    unit: 'minutes',
    severity: null,
    hasData: true,
  } as const;
  const begin = describeLateness(lateMs ?? 0, atMs);
  const step = stepAlert(known ?? newRecord(id), open, reading, TIMES, atMs, begin);
  return step.transition === null && step.episode === null ? null : step;
}

const newRecord = (id: string): AlertRecord => ({
  id,
  rule: EVALUATION_RULE,
  meaning: '',
  workload: EVALUATION_WORKLOAD,
  value: null,
  isAboutData: false,
  track: { state: 'normal' },
  episodes: 0,
  changesMs: [],
  flappingSinceMs: null,
  silentSinceMs: null,
});

function describeLateness(lateMs: number, atMs: number): BeginEpisode {
  const minutes = Math.round(lateMs / MINUTE_MS);
  return (reading) => ({
    rule: EVALUATION_RULE,
    ruleVersion: 1,
    title: 'Alert rules are evaluated late',
    workload: EVALUATION_WORKLOAD,
    cut: null,
    value: null,
    labels: { rule: EVALUATION_RULE, workload: EVALUATION_WORKLOAD },
    severity: 'warn',
    blocksScale: false,
    summary: `Alert rules were not evaluated for ${minutes} minutes`,
    description: `From ${isoTime(atMs - lateMs)} on no alert could fire. Missed minutes are made up for in order, up to six hours; whether the database was away or the program, its log says.`,
    runbookUrl: null,
    owner: null,
    recoveringMs: null,
    resolvedMs: null,
    reason: null,
    firedValue: reading.value,
    lastValue: reading.value,
    threshold: reading.threshold,
    response: NO_RESPONSE,
  });
}
