import { Button } from '@mantine/core';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleXFilled,
} from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteReceiver, receiversQuery, testReceiver } from '../api/receiver-queries.ts';
import { useMay } from '../api/use-may.ts';
import { explained } from '../parts/explain.tsx';
import type { ReceiverRow } from './build-receiver-row.ts';
import styles from './receivers-panel.module.css';
import { tellReceiverRefusal } from './tell-receiver-refusal.ts';
import { TestSeen } from './test-seen.tsx';

const ICONS = {
  works: IconCircleCheckFilled,
  failing: IconAlertTriangleFilled,
  dead: IconCircleXFilled,
  untried: IconCircleDashed,
} as const;

interface ReceiverLineProps {
  row: ReceiverRow;
  isOpened: boolean;
  mayChange: boolean;
  onOpen: () => void;
}

/** One receiver: how it does, and what can be done with it. */
export function ReceiverLine({ row, isOpened, mayChange, onOpen }: ReceiverLineProps) {
  const mayTest = useMay('operate');
  const [isAsking, setIsAsking] = useState(false);
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries(receiversQuery);
  const test = useMutation({ mutationFn: () => testReceiver(row.id), onSettled: refresh });
  const Icon = ICONS[row.state];
  return (
    <>
      <div className={styles.line}>
        <div className={styles.who}>
          <h2>{row.id}</h2>
          <p className={styles.where}>
            {row.type}, {row.where}
          </p>
        </div>
        <p className={styles.state} data-state={row.state}>
          <Icon size={15} aria-hidden="true" />
          {row.stateWord}
        </p>
        <p className={styles.last} {...explained(row.lastExplanation)}>
          last delivery {row.last}
        </p>
        <div className={styles.acts} data-print="off">
          {mayTest && (
            <Button
              variant="default"
              size="xs"
              loading={test.isPending}
              aria-label={`Test ${row.id}`}
              onClick={() => test.mutate()}
            >
              Test
            </Button>
          )}
          {mayChange && (
            <>
              <Button
                variant="default"
                size="xs"
                aria-expanded={isOpened}
                aria-label={`Edit ${row.id}`}
                onClick={onOpen}
              >
                Edit
              </Button>
              <Button
                variant="default"
                size="xs"
                aria-label={`Delete ${row.id}`}
                onClick={() => setIsAsking(true)}
              >
                Delete
              </Button>
            </>
          )}
        </div>
      </div>
      {row.trouble !== '' && <p className={styles.trouble}>{row.trouble}</p>}
      <div role="status" className={styles.outcome} data-good={test.data?.sent === true}>
        {test.data !== undefined &&
          (test.data.sent
            ? 'The test arrived: a test alert and its end were taken.'
            : `The test did not arrive: ${test.data.reason ?? 'no reason is known'}.`)}
        {test.isError && `The test could not be sent. ${tellReceiverRefusal(test.error)}`}
      </div>
      {row.test !== null && <TestSeen id={row.id} test={row.test} mayTell={mayTest} />}
      {isAsking && <Confirm id={row.id} onKeep={() => setIsAsking(false)} onDeleted={refresh} />}
    </>
  );
}

interface ConfirmProps {
  id: string;
  onKeep: () => void;
  onDeleted: () => Promise<void>;
}

function Confirm({ id, onKeep, onDeleted }: ConfirmProps) {
  const remove = useMutation({ mutationFn: () => deleteReceiver(id), onSuccess: onDeleted });
  return (
    <div
      className={styles.confirm}
      role="group"
      aria-label={`Delete ${id}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onKeep();
      }}
    >
      <p>Nobody is told by it any more, and what waits for it is dropped.</p>
      <div className={styles.buttons}>
        <Button size="xs" loading={remove.isPending} onClick={() => remove.mutate()}>
          Delete it
        </Button>
        <Button variant="default" size="xs" autoFocus onClick={onKeep}>
          Keep it
        </Button>
      </div>
      {remove.isError && (
        <p className={styles.fault} role="alert">
          {tellReceiverRefusal(remove.error)}
        </p>
      )}
    </div>
  );
}
