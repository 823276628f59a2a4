import { Button } from '@mantine/core';
import { IconCircleCheckFilled, IconAlertTriangle, IconRotateClockwise } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { answer, api } from '../../api/client.ts';
import { liveKeys } from '../../api/queries.ts';
import { formatPlural } from '../../format/number.ts';
import styles from './quarantine-tab.module.css';
import { tellReplay } from './tell-replay.ts';

interface ReplayBarProps {
  /** Ids on this page that can be replayed. */
  able: readonly string[];
  chosen: readonly string[];
  onChoose: (ids: readonly string[]) => void;
}

/** Chooses all of a page, sends what is chosen through the check again, and says what became of it. */
export function ReplayBar({ able, chosen, onChoose }: ReplayBarProps) {
  const client = useQueryClient();
  const replay = useMutation({
    mutationFn: (ids: string[]) => answer(api.quarantine.replay.$post({ json: { ids } })),
    onSuccess: async () => {
      onChoose([]);
      await client.invalidateQueries({ queryKey: liveKeys.ingest });
    },
  });
  return (
    <div className={styles.bar} data-print="off">
      <AllBox able={able} chosen={chosen} onChoose={onChoose} />
      <Button
        size="xs"
        className={styles['replay']!}
        leftSection={<IconRotateClockwise size={15} aria-hidden="true" />}
        disabled={chosen.length === 0}
        loading={replay.isPending}
        onClick={() => replay.mutate([...chosen])}
      >
        {chosen.length === 0 ? 'Replay' : `Replay ${formatPlural(chosen.length, 'event')}`}
      </Button>
      <div role="status" className={styles.result}>
        {replay.data && <Result words={tellReplay(replay.data)} />}
      </div>
      {replay.isError && (
        <p className={styles.failure} role="alert">
          Nothing was replayed. {replay.error.message}
        </p>
      )}
    </div>
  );
}

function AllBox({ able, chosen, onChoose }: ReplayBarProps) {
  const box = useRef<HTMLInputElement>(null);
  const isSome = chosen.length > 0 && chosen.length < able.length;
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <label className={styles.all}>
      <input
        ref={box}
        type="checkbox"
        checked={able.length > 0 && chosen.length === able.length}
        disabled={able.length === 0}
        onChange={() => onChoose(chosen.length === able.length ? [] : able)}
      />
      All on this page
    </label>
  );
}

function Result({ words }: { words: ReturnType<typeof tellReplay> }) {
  const Icon = words.isGood ? IconCircleCheckFilled : IconAlertTriangle;
  return (
    <>
      <p className={styles.sentence} data-good={words.isGood}>
        <Icon size={16} aria-hidden="true" />
        {words.sentence}
      </p>
      {words.reasons.length > 0 && (
        <ul className={styles.stillWhy}>
          {words.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
    </>
  );
}
