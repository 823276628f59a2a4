import { useQuery } from '@tanstack/react-query';
import { receiverQuery } from '../api/receiver-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { writeReceiverForm } from './receiver-form.ts';
import { ReceiverFields } from './receiver-fields.tsx';
import styles from './receivers-panel.module.css';

/** A receiver that is kept, being changed. */
export function KnownReceiver({ id, onAway }: { id: string; onAway: () => void }) {
  const query = useQuery({ ...receiverQuery(id), refetchOnWindowFocus: false });
  return (
    <div className={styles.within}>
      <Part name="The receiver" query={query} skeleton={<Skeleton height="12rem" />}>
        {({ document, version }) => (
          <ReceiverFields
            start={writeReceiverForm(document)}
            version={version}
            onSaved={onAway}
            onCancel={onAway}
          />
        )}
      </Part>
    </div>
  );
}
