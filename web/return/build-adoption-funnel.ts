import type { SignalItem } from '../../signals/series.ts';
import { MISSING_WORDS } from '../format/missing.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatBounds, formatSignal } from '../format/unit.ts';
import type { ReturnTotals } from './build-return-totals.ts';

/** One step of the way from "could have been used" to "was of use". */
export interface FunnelStep {
  readonly id: 'eligible' | 'used' | 'accepted';
  readonly name: string;
  /** Of the first step that is known, 0 to 1; null where it is not known. */
  readonly width: number | null;
  readonly figure: string;
  /** The share of the step before, with its interval and sample, or why there is none. */
  readonly detail: string;
  readonly explanation: string;
}

/** Why a share is missing, in words. */
function missing(item: SignalItem | null): string {
  if (item === null) return 'not known';
  return item.reason ?? MISSING_WORDS[item.state === 'ok' ? 'too_few' : item.state].meaning;
}

function explain(item: SignalItem | null, window: string): string {
  if (item === null || item.value === null) return missing(item);
  const bounds = formatBounds(item.low, item.high, item, item.value);
  return [
    `Share\t${formatSignal(item.value, item)}`,
    `Interval\t${bounds === '' ? 'none stated' : bounds}`,
    `Window\tthe ${window} before`,
    `Samples\t${formatCount(item.n)}, worth ${formatCount(item.n_effective)}`,
    `Method\t${item.method}`,
  ].join('\n');
}

function tellShare(item: SignalItem | null, of: string): string {
  if (item === null || item.value === null) return missing(item);
  const bounds = formatBounds(item.low, item.high, item, item.value);
  return `${formatSignal(item.value, item)} ${bounds} ${of}, n ${formatCount(item.n)}`;
}

/** A count that is worked out from a share is known to about three digits. */
const writeAbout = (count: number): string => `≈ ${formatCount(Number(count.toPrecision(3)))}`;

/**
 * Eligible, used, accepted: of the work it is meant for, how much goes through it, and of that, how much
 * people take. Where nobody reports adoption, the way begins with the runs.
 * @param adoption signal `adoption_rate` over the same span
 * @param acceptance signal `acceptance_rate` over the same span
 */
export function buildAdoptionFunnel(
  totals: ReturnTotals,
  adoption: SignalItem | null,
  acceptance: SignalItem | null,
  window: string,
): readonly FunnelStep[] {
  const usedShare = adoption?.value ?? null;
  const acceptedShare = acceptance?.value ?? null;
  const used = totals.used ?? totals.runs;
  const reached = totals.eligible !== null ? usedShare : totals.runs > 0 ? 1 : null;
  return [
    {
      id: 'eligible',
      name: 'Eligible',
      width: totals.eligible === null ? null : 1,
      figure: totals.eligible === null ? 'not reported' : formatCount(totals.eligible),
      detail: totals.eligible === null ? missing(adoption) : 'occasions on which it could be used',
      explanation: 'Occasions for use, as adoption events state them.',
    },
    {
      id: 'used',
      name: 'Used',
      width: reached,
      figure: totals.used === null ? formatPlural(totals.runs, 'run') : formatCount(totals.used),
      detail:
        totals.used === null ? 'nobody reports out of how many' : tellShare(adoption, 'of them'),
      explanation: explain(adoption, window),
    },
    {
      id: 'accepted',
      name: 'Accepted',
      width: reached === null || acceptedShare === null ? null : reached * acceptedShare,
      figure: acceptedShare === null ? 'not known' : writeAbout(used * acceptedShare),
      detail: tellShare(acceptance, 'of the runs with an outcome'),
      explanation: [
        ...(acceptedShare === null ? [] : ['What is used, times the share that people take.']),
        explain(acceptance, window),
      ].join('\n'),
    },
  ];
}
