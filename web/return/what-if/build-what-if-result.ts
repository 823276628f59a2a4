import type { Assessment, AssessedSignal } from '../../../decisions/assessment/assessment.ts';
import type { Supposed } from '../../../decisions/assessment/what-if.ts';
import type { AxisState, Verdict } from '../../../decisions/policy/policy.ts';
import type { Axis } from '../../../signals/axis.ts';
import { durationMs } from '../../../core/duration.ts';
import { formatCount } from '../../format/number.ts';
import { formatSpan, instantMs } from '../../format/time.ts';
import { VERDICT_LOOK } from '../../theme/verdict-look.ts';
import { buildSignalRow, type SignalRow } from '../../workload/build-signal-row.ts';

/** One required signal as supposed, and what it is today where that differs. */
export interface SupposedSignal {
  readonly row: SignalRow;
  /** Today's value where it is another, else null. */
  readonly was: string | null;
  readonly wasStatus: AssessedSignal['status'] | null;
}

/** What the engine says of what is supposed, beside what it says today. */
export interface WhatIfResult {
  readonly verdict: Verdict;
  /** Today's proposal where it is another, else null. */
  readonly was: Verdict | null;
  readonly sentence: string;
  /** When it would be published, in words. */
  readonly timing: string;
  readonly axes: readonly {
    readonly axis: Axis;
    readonly state: AxisState;
    readonly was: AxisState | null;
    readonly because: string;
  }[];
  readonly signals: readonly SupposedSignal[];
}

/** "about 5 days"; from the engine's tenths, rounded up as nobody waits a tenth of a day. */
const tellDays = (days: number): string =>
  days <= 1 ? 'about a day' : `about ${formatCount(Math.ceil(days))} days`;

function tellTiming({ assessment, daysToProve }: Supposed, dwellText: string): string {
  const { verdict: published, proposed, pending } = assessment;
  if (proposed === published) return 'That is what is published today.';
  const dwellMs = durationMs(dwellText);
  const shown =
    daysToProve === null
      ? 'What fails today would have to be shown anew, and today’s traffic does not reach that.'
      : daysToProve === 0
        ? null
        : `What fails today would have to be shown anew first: ${tellDays(daysToProve)} at today’s traffic.`;
  if (pending === null) {
    return `${VERDICT_LOOK[published].word} stands: silence does not lift it.`;
  }
  const dwell =
    dwellMs === 0
      ? 'Published at once.'
      : `Published once it has been proposed for ${formatSpan(instantMs(pending.until) - instantMs(pending.since))}.`;
  return shown === null ? dwell : `${shown} ${dwell}`;
}

/**
 * What the engine says of what is supposed.
 * @param dwell how long the supposed verdict has to be proposed, as the policy writes it
 */
export function buildWhatIfResult(
  today: Assessment,
  supposed: Supposed,
  dwell: string,
  nowMs: number,
): WhatIfResult {
  const { assessment } = supposed;
  const { proposed } = assessment;
  return {
    verdict: proposed,
    was: proposed === today.proposed ? null : today.proposed,
    sentence: supposed.sentence,
    timing: tellTiming(supposed, dwell),
    axes: assessment.axes.map(({ axis, state, because }) => {
      const before = today.axes.find((one) => one.axis === axis)?.state ?? state;
      return { axis, state, because, was: before === state ? null : before };
    }),
    signals: assessment.signals
      .filter(({ role }) => role === 'required')
      .map((signal) => {
        const before = today.signals.find((one) => one.signal === signal.signal);
        const row = buildSignalRow(signal, nowMs);
        const was = before === undefined ? null : buildSignalRow(before, nowMs);
        return {
          row,
          was: was === null || was.value === row.value ? null : was.value,
          wasStatus: was === null || was.status === row.status ? null : was.status,
        };
      }),
  };
}
