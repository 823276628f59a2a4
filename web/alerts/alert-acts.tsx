import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBellOff,
  IconCheck,
  IconCircleCheckFilled,
  IconClockPause,
  IconMessage,
  IconUser,
  IconX,
} from '@tabler/icons-react';
import type { AlertAct } from '../api/alert-queries.ts';
import { useMay } from '../api/use-may.ts';
import { ActForm } from './act-form.tsx';
import styles from './alert-acts.module.css';
import { SilenceTargets } from './silences/silence-targets.tsx';
import type { ActOutcome } from './tell-outcome.ts';

/** What can be asked for about alerts: an act on each, or one silence of all. */
export type AskedAct = AlertAct['act'] | 'silence';

/** Acts in the order they are offered. */
const ACTS = [
  { act: 'acknowledge', name: 'Acknowledge', Icon: IconCheck },
  { act: 'comment', name: 'Comment', Icon: IconMessage },
  { act: 'snooze', name: 'Snooze', Icon: IconClockPause },
  { act: 'silence', name: 'Silence…', Icon: IconBellOff },
  { act: 'assign', name: 'Assign', Icon: IconUser },
  { act: 'close', name: 'Close', Icon: IconX },
] as const;

interface AlertActsProps {
  /** Ids of the alerts that it is about. */
  targets: readonly string[];
  /** What is being asked for; null: nothing yet. */
  asked: AskedAct | null;
  /** Acts that make no sense any more. */
  without?: readonly AskedAct[];
  isPending: boolean;
  onAsk: (act: AskedAct | null) => void;
  onSend: (act: AlertAct) => void;
  onSilenced: (outcome: ActOutcome) => void;
}

/** What can be done about alerts, and what that still needs to know. */
export function AlertActs(props: AlertActsProps) {
  const { targets, asked, without = [], isPending, onAsk, onSend, onSilenced } = props;
  if (!useMay('operate')) {
    return <p className={styles.closed}>Your role looks at alerts; operators answer them.</p>;
  }
  return (
    <div
      className={styles.acts}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || asked === null) return;
        event.stopPropagation();
        event.preventDefault();
        onAsk(null);
      }}
    >
      <div className={styles.buttons}>
        {ACTS.filter(({ act }) => !without.includes(act)).map(({ act, name, Icon }) => (
          <Button
            key={act}
            variant={act === 'acknowledge' && asked === null ? 'filled' : 'default'}
            size="xs"
            aria-expanded={asked === act}
            leftSection={<Icon size={15} aria-hidden="true" />}
            onClick={() => onAsk(asked === act ? null : act)}
          >
            {name}
          </Button>
        ))}
      </div>
      {asked === 'silence' && (
        <SilenceTargets ids={targets} onDone={onSilenced} onCancel={() => onAsk(null)} />
      )}
      {asked !== null && asked !== 'silence' && (
        <ActForm
          key={asked}
          act={asked}
          isPending={isPending}
          onSend={onSend}
          onCancel={() => onAsk(null)}
        />
      )}
    </div>
  );
}

/** What became of an act; refusals stay until they are put away. */
export function ActNews({ outcome, onAway }: { outcome: ActOutcome | null; onAway: () => void }) {
  const Icon = outcome?.isGood ? IconCircleCheckFilled : IconAlertTriangle;
  return (
    <div role="status" className={styles.news} data-good={outcome?.isGood}>
      {outcome && (
        <>
          <Icon size={16} aria-hidden="true" />
          <div className={styles.said}>
            <p>{outcome.sentence}</p>
            {outcome.refusals.length > 0 && (
              <ul>
                {outcome.refusals.map((refusal) => (
                  <li key={refusal}>{refusal}</li>
                ))}
              </ul>
            )}
          </div>
          <button type="button" className={styles.away} aria-label="Put away" onClick={onAway}>
            <IconX size={15} aria-hidden="true" />
          </button>
        </>
      )}
    </div>
  );
}
