import { IconArrowBackUp } from '@tabler/icons-react';
import { memo, useDeferredValue, useMemo } from 'react';
import type { Verdict } from '../../../decisions/policy/policy.ts';
import type { WhatIf } from '../../../decisions/assessment/what-if.ts';
import { explained } from '../../parts/explain.tsx';
import { VerdictShapeIcon, VerdictWord } from '../../parts/verdict-mark.tsx';
import { VERDICT_LOOK } from '../../theme/verdict-look.ts';
import type { Lever } from './build-levers.ts';
import { buildVerdictTrack, findTurn } from './build-verdict-track.ts';
import { leversOf, readLeverValues } from './lever-values.ts';
import { nearestStop } from './lever-stops.ts';
import styles from './lever-slider.module.css';

/** A stretch of the track narrower than this, in percent, has no room for its sign. */
const SIGN_NEEDS = 7;

interface LeverSliderProps {
  lever: Lever;
  /** Where it stands; today's number where it is not moved. */
  value: number;
  /** The other levers that are moved, as the address writes them. */
  others: string | undefined;
  whatIf: WhatIf;
  /** Null: back to today's number. */
  onMove: (key: string, value: number | null) => void;
}

/** One lever: where it stands, what each place of it would propose, and where that turns. */
export const LeverSlider = memo(function LeverSlider(props: LeverSliderProps) {
  const { lever, value, others, whatIf, onMove } = props;
  const { key, name, fullName, stops, base, write, explanation } = lever;
  const verdicts = useVerdicts(lever, others, whatIf);
  const at = nearestStop(stops, value);
  const stop = stops[at] ?? base;
  const isMoved = stop !== base;
  const turn = findTurn(verdicts, at);
  const verdict = verdicts[at];
  const turnStop = turn === null ? undefined : stops[turn.index];
  return (
    <div className={styles.lever} data-moved={isMoved}>
      <div className={styles.head}>
        <span className={styles.name} {...explained(explanation)}>
          {name}
        </span>
        <output className={styles.value}>{write(stop)}</output>
      </div>
      <div className={styles.slider}>
        <Track verdicts={verdicts} base={nearestStop(stops, base)} />
        <input
          type="range"
          className={styles.range}
          aria-label={fullName}
          aria-description={explanation === '' ? undefined : explanation}
          aria-valuetext={
            verdict === undefined
              ? write(stop)
              : `${write(stop)}, proposes ${VERDICT_LOOK[verdict].word}`
          }
          min={0}
          max={stops.length - 1}
          value={at}
          onChange={(event) => {
            const next = stops[event.currentTarget.valueAsNumber] ?? base;
            onMove(key, next === base ? null : next);
          }}
        />
      </div>
      <p className={styles.foot}>
        {turn !== null && turnStop !== undefined ? (
          <span>
            <VerdictWord verdict={turn.verdict} /> at {write(turnStop)}
          </span>
        ) : (
          <span className="hidden-visually">turns nothing by itself</span>
        )}
        {isMoved && (
          <button type="button" className={styles.back} onClick={() => onMove(key, null)}>
            <IconArrowBackUp size={13} aria-hidden="true" />
            <span className="hidden-visually">{fullName}: back to </span>
            {write(base)}
          </button>
        )}
      </p>
    </div>
  );
});

/** What every stop would propose, all other levers as they are; worked out when there is time. */
function useVerdicts(
  { key, stops, base }: Lever,
  others: string | undefined,
  whatIf: WhatIf,
): readonly Verdict[] {
  const settled = useDeferredValue(others);
  return useMemo(() => {
    const values = readLeverValues(settled);
    return stops.map((stop) =>
      whatIf.propose(leversOf(stop === base ? values : { ...values, [key]: stop })),
    );
  }, [key, stops, base, settled, whatIf]);
}

function Track({ verdicts, base }: { verdicts: readonly Verdict[]; base: number }) {
  const most = Math.max(1, verdicts.length - 1);
  const stretches = buildVerdictTrack(verdicts);
  return (
    <div className={styles.track} aria-hidden="true">
      {stretches.map(({ verdict, from, width }, index) => (
        <span
          key={from}
          className={styles.stretch}
          style={{
            left: index === 0 ? 0 : placeOf(from),
            right: index === stretches.length - 1 ? 0 : `calc(100% - ${placeOf(from + width)})`,
            background: `var(--${verdict}-soft)`,
            borderColor: `var(--${verdict})`,
          }}
        >
          {width >= SIGN_NEEDS && <VerdictShapeIcon verdict={verdict} size={9} />}
        </span>
      ))}
      <span className={styles.today} style={{ left: placeOf((base / most) * 100) }} />
    </div>
  );
}

/** Where the middle of the thumb stands: it travels from half a thumb to half a thumb. */
function placeOf(percent: number): string {
  return `calc(var(--thumb) / 2 + (100% - var(--thumb)) * ${percent / 100})`;
}
