import { Button } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { AlertItem } from '../../api/alert-queries.ts';
import type { SilenceItem } from '../../api/silence-queries.ts';
import { useMay } from '../../api/use-may.ts';
import { formatPlural } from '../../format/number.ts';
import type { AlertsSearch } from '../alerts-search.ts';
import { buildSilenceRows } from './build-silence-rows.ts';
import { SilenceFields } from './silence-fields.tsx';
import { silenceChoices } from './silence-form.ts';
import { SilenceLine } from './silence-line.tsx';
import styles from './silences-tab.module.css';

interface SilencesTabProps {
  items: readonly SilenceItem[];
  open: readonly AlertItem[] | undefined;
  search: AlertsSearch;
  nowMs: number;
  onSearch: (change: AlertsSearch) => void;
}

/** Silences that are over and shown before the rest is asked for. */
const OVER_SHOWN = 5;

/** What is held back, by whom and why, and the way to write or lift a silence. */
export function SilencesTab({ items, open, search, nowMs, onSearch }: SilencesTabProps) {
  const [isAllShown, setIsAllShown] = useState(false);
  const mayOperate = useMay('operate');
  const isNew = mayOperate && search.silence === 'new';
  const rows = buildSilenceRows(items, open ?? null, nowMs);
  const current = rows.filter(({ state }) => state !== 'over');
  const over = rows.filter(({ state }) => state === 'over');
  const shown = isAllShown ? over : over.slice(0, OVER_SHOWN);
  return (
    <div className={styles.tab}>
      {isNew ? (
        <section className={styles.panel} aria-labelledby="silence-new">
          <h2 id="silence-new">A new silence</h2>
          <SilenceFields
            start={{
              matchers: [{ label: 'workload', op: '=', value: '' }],
              untilMs: silenceChoices(Date.now())[1]?.untilMs ?? null,
              reason: '',
            }}
            open={open}
            onDone={() => onSearch({ silence: undefined })}
            onCancel={() => onSearch({ silence: undefined })}
          />
        </section>
      ) : (
        mayOperate && (
          <Button
            size="sm"
            className={styles['new']!}
            leftSection={<IconBellOff size={16} aria-hidden="true" />}
            onClick={() => onSearch({ silence: 'new' })}
          >
            New silence
          </Button>
        )
      )}
      {current.length === 0 ? (
        <p className={styles.none}>
          Nothing is silenced. Before a deploy or during a known outage, a silence keeps alerts that
          match from being told; they still show, and what is still true is told when it ends.
        </p>
      ) : (
        <ul className={styles.list} aria-label="Silences">
          {current.map((row) => (
            <SilenceLine key={row.id} row={row} />
          ))}
        </ul>
      )}
      {over.length > 0 && (
        <section aria-labelledby="silences-over">
          <h2 id="silences-over" className={styles.over}>
            Over
          </h2>
          <ul className={styles.list}>
            {shown.map((row) => (
              <SilenceLine key={row.id} row={row} />
            ))}
          </ul>
          {shown.length < over.length && (
            <button type="button" className={styles.more} onClick={() => setIsAllShown(true)}>
              Show all {formatPlural(over.length, 'silence')} that are over
            </button>
          )}
        </section>
      )}
    </div>
  );
}
