import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stage } from '../../decisions/gates/gate-definition.ts';
import { putRecord, recordKeys, type RecordVersion } from '../api/gate-queries.ts';
import { stageName, type Readiness } from './build-readiness.ts';
import styles from './readiness-tab.module.css';
import { tellRefusal } from './tell-refusal.ts';

interface MovePanelProps {
  record: RecordVersion;
  readiness: Readiness;
  mayWrite: boolean;
}

/** What is missing for the next stage, the way there, and the ways back. */
export function MovePanel({ record, readiness, mayWrite }: MovePanelProps) {
  const { next, others, here, blocking } = readiness;
  const { id } = record.document;
  const [isLeaving, setIsLeaving] = useState(false);
  const [target, setTarget] = useState<Stage | undefined>(others.at(-1));
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const move = useMutation({
    mutationFn: ({ stage, why }: { stage: Stage; why: string }) =>
      putRecord({ ...record, document: { ...record.document, stage } }, why),
    onSuccess: async () => {
      setIsLeaving(false);
      await Promise.all(recordKeys(id).map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  return (
    <section className={styles.panel} aria-labelledby="move-title">
      <h2 id="move-title">{next === null ? stageName(here) : `Next: ${next.name}`}</h2>
      {next === null ? (
        <p>
          {here === 'retired'
            ? 'It has come to its end.'
            : blocking.length === 0
              ? 'No gate stands in the way of scale.'
              : 'Scale waits for these gates.'}
        </p>
      ) : (
        <p>
          {next.open.length === 0
            ? `All ${next.total} gates on the way are passed.`
            : `${next.open.length} of ${next.total} gates on the way are open.`}
        </p>
      )}
      <GateLinks id={id} items={next === null ? blocking : next.open} />
      {next !== null && (
        <Button
          size="sm"
          rightSection={<IconArrowRight size={16} aria-hidden="true" />}
          disabled={!mayWrite || next.open.length > 0}
          loading={move.isPending && !isLeaving}
          onClick={() => move.mutate({ stage: next.to, why: '' })}
        >
          Move to {next.to}
        </Button>
      )}
      {!mayWrite && <p className={styles.quiet}>Moving it takes the right to write records.</p>}
      {mayWrite && others.length > 0 && !isLeaving && (
        <button type="button" className={styles.plain} onClick={() => setIsLeaving(true)}>
          Go back{others.includes('retired') ? ' or retire' : ''}…
        </button>
      )}
      {isLeaving && target !== undefined && (
        <form
          className={styles.leave}
          aria-label="Another stage"
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== '') move.mutate({ stage: target, why: reason.trim() });
          }}
        >
          <NativeSelect
            label="To"
            value={target}
            data={others.map((stage) => ({ value: stage, label: stageName(stage) }))}
            onChange={({ currentTarget: { value } }) =>
              setTarget(others.find((stage) => stage === value))
            }
          />
          <TextInput
            label="Why"
            description="Kept on record."
            autoFocus
            value={reason}
            maxLength={4000}
            onChange={({ currentTarget: { value } }) => setReason(value)}
          />
          <div className={styles.buttons}>
            <Button
              type="submit"
              size="xs"
              disabled={reason.trim() === ''}
              loading={move.isPending}
            >
              Move to {target}
            </Button>
            <Button size="xs" variant="default" onClick={() => setIsLeaving(false)}>
              Cancel
            </Button>
          </div>
        </form>
      )}
      {move.isError && (
        <p className={styles.error} role="alert">
          {tellRefusal(move.error)}
        </p>
      )}
    </section>
  );
}

function GateLinks({
  id,
  items,
}: {
  id: string;
  items: readonly { gate: string; title: string }[];
}) {
  if (items.length === 0) return null;
  return (
    <ul className={styles.open}>
      {items.map(({ gate, title }) => (
        <li key={gate}>
          <Link
            from="/w/$id"
            to="/w/$id"
            params={{ id }}
            search={(before) => ({ ...before, gate })}
            resetScroll={false}
          >
            {title}
          </Link>
        </li>
      ))}
    </ul>
  );
}
