import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../api/use-may.ts';
import { receiversQuery, type ReceiverItem } from '../api/receiver-queries.ts';
import { useNow } from '../live/now.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { buildReceiverRow } from './build-receiver-row.ts';
import { KnownReceiver } from './known-receiver.tsx';
import { NEW_RECEIVER } from './receiver-form.ts';
import { ReceiverFields } from './receiver-fields.tsx';
import { ReceiverLine } from './receiver-line.tsx';
import styles from './receivers-panel.module.css';

interface ReceiversPanelProps {
  /** The receiver that is being changed. */
  opened: string | undefined;
  /** Whether a new one is being written. */
  isNew: boolean;
  onShow: (shown: { opened: string | undefined; isNew: boolean }) => void;
}

/** Who can be told of alerts, how that goes, and the way to try it. */
export function ReceiversPanel({ opened, isNew, onShow }: ReceiversPanelProps) {
  const query = useQuery(receiversQuery);
  const mayChange = useMay('admin');
  const away = (): void => onShow({ opened: undefined, isNew: false });
  return (
    <section className={styles.panel} aria-label="Receivers">
      <div className={styles.above}>
        <p className={styles.lead}>
          Who can be told of alerts. Which alert goes to whom is said by the routes.
        </p>
        {!mayChange && <p className={styles.lead}>Only admins change them.</p>}
        {mayChange && !isNew && (
          <Button
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => onShow({ opened: undefined, isNew: true })}
          >
            New receiver
          </Button>
        )}
      </div>
      {mayChange && isNew && (
        <div className={styles.editor}>
          <h2>A new receiver</h2>
          <ReceiverFields start={NEW_RECEIVER} version={0} onSaved={away} onCancel={away} />
        </div>
      )}
      <Part name="The receivers" query={query} skeleton={<Skeleton height="16rem" />}>
        {(items) =>
          items.length === 0 ? (
            <p className={styles.none}>
              Nobody can be told yet: alerts only show on the Alerts page. Add a receiver, press
              Test, then name it in a route.
            </p>
          ) : (
            <Receivers
              items={items}
              opened={mayChange ? opened : undefined}
              mayChange={mayChange}
              onOpen={(id) => onShow({ opened: id, isNew: false })}
              onAway={away}
            />
          )
        }
      </Part>
    </section>
  );
}

interface ReceiversProps {
  items: readonly ReceiverItem[];
  opened: string | undefined;
  mayChange: boolean;
  onOpen: (id: string) => void;
  onAway: () => void;
}

function Receivers({ items, opened, mayChange, onOpen, onAway }: ReceiversProps) {
  const nowMs = useNow();
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <li key={item.id} className={styles.receiver}>
          <ReceiverLine
            row={buildReceiverRow(item, nowMs)}
            isOpened={item.id === opened}
            mayChange={mayChange}
            onOpen={() => onOpen(item.id)}
          />
          {item.id === opened && <KnownReceiver id={item.id} onAway={onAway} />}
        </li>
      ))}
    </ul>
  );
}
