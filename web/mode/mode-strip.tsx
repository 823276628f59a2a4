import { Button } from '@mantine/core';
import { IconPlayerPause, IconStairsDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { keepUnits } from '../format/keep-units.ts';
import { explained } from '../parts/explain.tsx';
import type { HoldLine, ModeView } from './build-mode-view.ts';
import type { AskedAct } from './mode-form.tsx';
import styles from './mode-strip.module.css';

interface ModeStripProps {
  view: ModeView;
  asked: AskedAct | null;
  onAsk: (act: AskedAct | null) => void;
  /** The form of what is asked for. */
  children: ReactNode;
}

/** The mode in one line, what holds it below, and what can be done. */
export function ModeStrip({ view, asked, onAsk, children }: ModeStripProps) {
  const toggle = (act: 'pause' | 'lower') => () => onAsk(asked?.act === act ? null : { act });
  return (
    <section className={styles.strip} aria-label="Rollout mode" data-held={view.isHeld}>
      <div className={styles.now}>
        <div className={styles.words}>
          <h2 className={styles.title}>
            <span className={styles.name}>Rollout mode</span>
            <strong data-off={view.isOff}>{keepUnits(view.title)}</strong>
          </h2>
          <p className={styles.meaning}>
            {view.meaning} <span className={styles.origin}>{keepUnits(view.origin)}</span>
            {view.bound !== null && <span className={styles.origin}> {view.bound}</span>}
          </p>
        </div>
        <div className={styles.acts} data-print="off">
          {!view.isOff && (
            <>
              <Button
                size="xs"
                variant="default"
                aria-expanded={asked?.act === 'lower'}
                leftSection={<IconStairsDown size={15} aria-hidden="true" />}
                onClick={toggle('lower')}
              >
                Lower
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-expanded={asked?.act === 'pause'}
                leftSection={<IconPlayerPause size={15} aria-hidden="true" />}
                onClick={toggle('pause')}
              >
                Pause
              </Button>
            </>
          )}
        </div>
      </div>
      {view.holds.length > 0 && (
        <ul className={styles.holds} aria-label="What holds it">
          {view.holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} asked={asked} onAsk={onAsk} />
          ))}
        </ul>
      )}
      {children}
    </section>
  );
}

interface HoldRowProps {
  hold: HoldLine;
  asked: AskedAct | null;
  onAsk: (act: AskedAct | null) => void;
}

function HoldRow({ hold, asked, onAsk }: HoldRowProps) {
  const isAsked = asked?.act === 'lift' && asked.hold === hold.id;
  return (
    <li>
      <IconPlayerPause size={16} aria-hidden="true" />
      <div className={styles.words}>
        <p>
          <strong>{keepUnits(hold.title)}</strong> {keepUnits(hold.reason)}
        </p>
        <p className={styles.origin}>
          <span {...explained(hold.sinceExplanation)}>{hold.since}</span>; {hold.wayBack}
          {hold.alert !== null && (
            <>
              {'. '}
              <Link to="/alerts" search={{ alert: hold.alert }}>
                See the alert
              </Link>
            </>
          )}
        </p>
      </div>
      {hold.canLift && (
        <Button
          size="xs"
          variant="default"
          data-print="off"
          aria-expanded={isAsked}
          aria-label={`Lift: ${hold.title}, ${hold.reason}`}
          onClick={() => onAsk(isAsked ? null : { act: 'lift', hold: hold.id })}
        >
          Lift
        </Button>
      )}
    </li>
  );
}
