import { Button } from '@mantine/core';
import { IconBellOff, IconCheck, IconClock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsKey } from '../../api/alert-queries.ts';
import { liftSilence } from '../../api/silence-queries.ts';
import { useMay } from '../../api/use-may.ts';
import { explained } from '../../parts/explain.tsx';
import type { SilenceRow } from './build-silence-rows.ts';
import styles from './silences-tab.module.css';

const ICONS = { active: IconBellOff, coming: IconClock, over: IconCheck } as const;

/** Names of alerts that an explanation lists. */
const NAMED = 8;

function tellHeld(held: readonly string[] | null): string {
  if (held === null || held.length === 0) return '';
  const more = held.length - NAMED;
  return [...held.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

/** One silence, and the way to lift it. */
export function SilenceLine({ row }: { row: SilenceRow }) {
  const mayLift = useMay('operate');
  const [isAsking, setIsAsking] = useState(false);
  const Icon = ICONS[row.state];
  const held = tellHeld(row.held);
  return (
    <li className={styles.silence} data-state={row.state}>
      <p className={styles.state}>
        <Icon size={15} aria-hidden="true" />
        {row.stateWord}
      </p>
      <div className={styles.what}>
        <p className={styles.matches}>{row.matches}</p>
        <p className={styles.reason}>{row.reason}</p>
        <p className={styles.quiet}>
          by {row.author} · <span {...explained(row.timeExplanation)}>{row.time}</span>
        </p>
        {isAsking && <Confirm id={row.id} onKeep={() => setIsAsking(false)} />}
      </div>
      <p className={styles.holds} {...(held === '' ? {} : explained(held))}>
        {row.holds}
      </p>
      <div className={styles.act} data-print="off">
        {mayLift && row.state !== 'over' && !isAsking && (
          <Button
            variant="default"
            size="xs"
            aria-label={`Lift the silence of ${row.matches}`}
            onClick={() => setIsAsking(true)}
          >
            Lift
          </Button>
        )}
      </div>
    </li>
  );
}

function Confirm({ id, onKeep }: { id: string; onKeep: () => void }) {
  const queries = useQueryClient();
  const lift = useMutation({
    mutationFn: () => liftSilence(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: alertsKey }),
  });
  return (
    <div
      className={styles.confirm}
      role="group"
      aria-label="Lift the silence"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onKeep();
      }}
    >
      <p>What it holds back is told at once, as far as it is still true.</p>
      <div className={styles.choices}>
        <Button size="xs" loading={lift.isPending} onClick={() => lift.mutate()}>
          Lift it
        </Button>
        <Button variant="default" size="xs" autoFocus onClick={onKeep}>
          Keep it
        </Button>
      </div>
      {lift.isError && (
        <p className={styles.failure} role="alert">
          It is not lifted. {lift.error.message}
        </p>
      )}
    </div>
  );
}
