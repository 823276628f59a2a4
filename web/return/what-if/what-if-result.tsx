import { keepUnits } from '../../format/keep-units.ts';
import { AxisStateIcon } from '../../parts/axis-marks.tsx';
import { Explain } from '../../parts/explain.tsx';
import { IntervalBar } from '../../parts/interval-bar.tsx';
import { StatusMark } from '../../parts/status-mark.tsx';
import { VerdictBadge, VerdictWord } from '../../parts/verdict-mark.tsx';
import { AXIS_STATE_WORDS, AXIS_WORDS } from '../../theme/verdict-look.ts';
import type { SupposedSignal, WhatIfResult } from './build-what-if-result.ts';
import styles from './what-if-result.module.css';

/** What the engine would propose, when it would be published, and each signal that decides it. */
export function WhatIfResultCard({ result, isMoved }: { result: WhatIfResult; isMoved: boolean }) {
  const { verdict, was, sentence, timing, axes, signals } = result;
  return (
    <div className={styles.card}>
      <div className={styles.verdict} aria-live="polite" aria-atomic="true">
        <h3 className={styles.lead}>{isMoved ? 'It would propose' : 'Proposed today'}</h3>
        <VerdictBadge verdict={verdict} size="lg" />
        {was !== null && (
          <span className={styles.was}>
            instead of <VerdictWord verdict={was} />
          </span>
        )}
      </div>
      <p className={styles.sentence}>{keepUnits(sentence)}</p>
      <p className={styles.timing}>{timing}</p>
      <ul className={styles.axes} aria-label="Axes, as supposed">
        {axes.map(({ axis, state, was: before, because }) => (
          <li key={axis}>
            <Explain text={because} className={styles.axis}>
              <AxisStateIcon state={state} />
              <span className={styles.axisName}>{AXIS_WORDS[axis]}</span>
              <span className={styles.axisState} data-state={state}>
                {AXIS_STATE_WORDS[state]}
              </span>
              {before !== null && (
                <span className={styles.before}>was {AXIS_STATE_WORDS[before].toLowerCase()}</span>
              )}
            </Explain>
          </li>
        ))}
      </ul>
      <ul className={styles.signals} aria-label="Signals, as supposed">
        {signals.map((signal) => (
          <SignalItem key={signal.row.id} signal={signal} />
        ))}
      </ul>
    </div>
  );
}

function SignalItem({ signal: { row, was } }: { signal: SupposedSignal }) {
  return (
    <li className={styles.signal}>
      <span className={styles.title}>{row.title}</span>
      <span className={styles.status}>
        <StatusMark status={row.status} state={row.state} hasLimit={row.hasLimit} />
      </span>
      <span className={styles.number}>
        <Explain text={row.explanation}>
          <strong>{row.value}</strong>
          {row.bounds !== '' && <span className={styles.bounds}> {row.bounds}</span>}
        </Explain>
        {was !== null && <span className={styles.before}> was {was}</span>}
      </span>
      <span className={styles.limit}>{row.hasLimit ? row.limit : 'no limit'}</span>
      <span className={styles.bar}>
        {row.state === 'ok' && <IntervalBar reading={row.reading} tone={row.tone} />}
      </span>
    </li>
  );
}
