import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client.ts';
import { keysQuery, type Key } from '../../api/queries.ts';
import { formatCount } from '../../format/number.ts';
import { useNow } from '../../live/now.ts';
import { Explain } from '../../parts/explain.tsx';
import { Part, Skeleton } from '../../parts/part.tsx';
import { buildKeyRow, type KeyRow } from './build-key-row.ts';
import styles from './key-list.module.css';

/** Keys shown before the rest is asked for. */
const SHOWN = 8;

/** Every key, with the way to end it. */
export function KeyList({ madeId }: { madeId: string | null }) {
  const query = useQuery(keysQuery);
  return (
    <section className={styles.keys} aria-labelledby="keys-title">
      <h2 id="keys-title" tabIndex={-1}>
        Keys
      </h2>
      <Part name="The keys" query={query} skeleton={<Skeleton height="12rem" />}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={styles.none}>
              None yet. Make one to send telemetry; it can be revoked at any time.
            </p>
          ) : (
            <Keys items={items} madeId={madeId} />
          )
        }
      </Part>
    </section>
  );
}

function Keys({ items, madeId }: { items: readonly Key[]; madeId: string | null }) {
  const nowMs = useNow();
  const [isAll, setIsAll] = useState(false);
  const newestFirst = items.toSorted((a, b) => b.created_at.localeCompare(a.created_at));
  const shown = isAll ? newestFirst : newestFirst.slice(0, SHOWN);
  return (
    <>
      <ul>
        {shown.map((key) => (
          <KeyLine key={key.id} row={buildKeyRow(key, nowMs)} isNew={key.id === madeId} />
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" className={styles.all} onClick={() => setIsAll(true)}>
          Show all {formatCount(items.length)}
        </button>
      )}
    </>
  );
}

function KeyLine({ row, isNew }: { row: KeyRow; isNew: boolean }) {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <li className={styles.key}>
      <div className={styles.top}>
        <Explain text={row.explanation} className={styles.name}>
          {row.name}
        </Explain>
        {isNew && <span className={styles.new}>just made</span>}
        {!isAsking && (
          <button
            type="button"
            className={styles.revoke}
            data-print="off"
            aria-label={`Revoke ${row.name}`}
            onClick={() => setIsAsking(true)}
          >
            Revoke
          </button>
        )}
      </div>
      <p className={styles.facts}>
        {row.may} · {row.where}
        {row.limits !== null && ` · ${row.limits}`}
      </p>
      <p className={styles.used}>{row.used}</p>
      {isAsking && <Confirm row={row} onKeep={() => setIsAsking(false)} />}
    </li>
  );
}

function Confirm({ row, onKeep }: { row: KeyRow; onKeep: () => void }) {
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answer(api.keys[':id'].$delete({ param: { id: row.id } })),
    onSuccess: async () => {
      await client.invalidateQueries(keysQuery);
      document.getElementById('keys-title')?.focus();
    },
  });
  return (
    <div
      className={styles.confirm}
      role="group"
      aria-label={`Revoke ${row.name}`}
      onKeyDown={(event) => event.key === 'Escape' && onKeep()}
    >
      <p>Whoever sends with it is refused at once. This cannot be undone.</p>
      <p className={styles.choices}>
        <button
          type="button"
          className={styles.yes}
          disabled={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          Revoke it
        </button>
        <button type="button" className={styles.no} autoFocus onClick={onKeep}>
          Keep it
        </button>
      </p>
      {revoke.isError && (
        <p className={styles.failure} role="alert">
          It was not revoked. {revoke.error.message}
        </p>
      )}
    </div>
  );
}
