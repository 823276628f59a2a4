import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ModeItem } from '../../decisions/effect/mode-item.ts';
import { ApiError } from '../api/api-error.ts';
import { changeMode, type ModeRequest } from '../api/mode-queries.ts';
import { liveKeys, workloadQuery } from '../api/queries.ts';
import { keepUnits } from '../format/keep-units.ts';
import {
  LOWER_MODES,
  readModeAct,
  tellOutcome,
  type LowerMode,
  type ModeAct,
} from './build-mode-request.ts';
import styles from './mode-strip.module.css';

/** What is being asked for. */
export type AskedAct =
  | { readonly act: 'pause' | 'lower' }
  | { readonly act: 'lift'; readonly hold: string };

interface ModeFormProps {
  id: string;
  item: ModeItem;
  version: number;
  asked: AskedAct;
  onDone: () => void;
}

const SEND: Readonly<Record<AskedAct['act'], string>> = {
  pause: 'Pause the workload',
  lower: 'Lower it',
  lift: 'Lift the hold',
};
const MAX_REASON = 2000;
const STALE = 412;

function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  if (error.status === STALE)
    return 'Somebody changed the mode meanwhile. Look again, then send it again.';
  return `${error.message}.`;
}

function actOf(asked: AskedAct, mode: LowerMode, percent: string): ModeAct {
  if (asked.act === 'lift') return asked;
  return asked.act === 'pause' ? { act: 'pause' } : { act: 'lower', mode, percent };
}

/** Says what will happen, asks why, and does it; Enter sends, Escape leaves. */
export function ModeForm({ id, item, version, asked, onDone }: ModeFormProps) {
  const [reason, setReason] = useState('');
  const [mode, setMode] = useState<LowerMode>('review');
  const [percent, setPercent] = useState('5');
  const [isTried, setIsTried] = useState(false);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (request: ModeRequest) => changeMode(id, version, request),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: liveKeys.ofWorkload(id) });
      void client.invalidateQueries({ queryKey: workloadQuery(id).queryKey });
      void client.invalidateQueries({ queryKey: liveKeys.portfolio });
    },
    onSuccess: onDone,
  });
  const act = actOf(asked, mode, percent);
  const read = readModeAct(act, reason);
  const faultOf = (field: 'reason' | 'percent'): string | null =>
    isTried && read.kind === 'fault' && read.field === field ? read.words : null;
  function send(event: FormEvent): void {
    event.preventDefault();
    setIsTried(true);
    if (read.kind === 'request' && !change.isPending) change.mutate(read.request);
  }
  return (
    <form
      className={styles.form}
      aria-label={SEND[asked.act]}
      noValidate
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <p className={styles.outcome}>{keepUnits(tellOutcome(act, item))}</p>
      {asked.act === 'lower' && (
        <NativeSelect
          size="xs"
          label="At most"
          value={mode}
          data={[...LOWER_MODES]}
          onChange={({ currentTarget: { value } }) =>
            setMode(LOWER_MODES.find((one) => one === value) ?? mode)
          }
        />
      )}
      {asked.act === 'lower' && mode === 'limited' && (
        <TextInput
          className={styles['share']!}
          size="xs"
          label="Share, %"
          inputMode="decimal"
          value={percent}
          error={faultOf('percent')}
          onChange={(event) => setPercent(event.currentTarget.value)}
        />
      )}
      <TextInput
        className={styles['field']!}
        size="xs"
        label="Why"
        value={reason}
        maxLength={MAX_REASON}
        error={faultOf('reason')}
        autoFocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={change.isPending}>
        {SEND[asked.act]}
      </Button>
      <Button variant="default" size="xs" onClick={onDone}>
        Cancel
      </Button>
      {change.isError && (
        <p className={styles.fault} role="alert">
          {tellRefusal(change.error)}
        </p>
      )}
    </form>
  );
}
