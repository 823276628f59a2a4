import type { VerdictChange } from '../../decisions/assessment/assessment.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';

/** A stretch of time with one published verdict. Positions in percent of the span. */
export interface VerdictStretch {
  readonly key: string;
  /** Null before anything was published. */
  readonly verdict: Verdict | null;
  readonly from: number;
  readonly width: number;
  readonly explanation: string;
}

export interface StripSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where an instant lies on a span, in percent, 0 to 100. */
export function positionOn({ fromMs, toMs }: StripSpan, atMs: number): number {
  return Math.max(0, Math.min(100, ((atMs - fromMs) / (toMs - fromMs)) * 100));
}

/**
 * The published verdict over a span of time.
 * @param changes those inside the span, ascending
 * @param current today's verdict, which held throughout if nothing changed; null: none published
 */
export function buildVerdictStrip(
  changes: readonly VerdictChange[],
  current: Verdict | null,
  span: StripSpan,
  nowMs: number,
): readonly VerdictStretch[] {
  const published = changes.filter(({ verdict, previous }) => verdict !== previous);
  const first = published[0];
  const starts = [
    {
      atMs: span.fromMs,
      verdict: first ? first.previous : (changes[0]?.verdict ?? current),
      because: '',
    },
    ...published.map(({ at, verdict, because }) => ({ atMs: instantMs(at), verdict, because })),
  ];
  const endMs = Math.min(span.toMs, nowMs);
  return starts.flatMap(({ atMs, verdict, because }, index) => {
    const untilMs = starts[index + 1]?.atMs ?? endMs;
    if (untilMs <= atMs) return [];
    const from = positionOn(span, atMs);
    const word = verdict === null ? 'Nothing published yet' : VERDICT_LOOK[verdict].word;
    return [
      {
        key: `${atMs}`,
        verdict,
        from,
        width: positionOn(span, untilMs) - from,
        explanation: [
          word,
          `From\t${index === 0 ? 'before' : formatInstant(atMs)}`,
          `Until\t${index === starts.length - 1 ? 'now' : formatInstant(untilMs)}`,
          ...(because === '' ? [] : [`Because\t${because}`]),
        ].join('\n'),
      },
    ];
  });
}
