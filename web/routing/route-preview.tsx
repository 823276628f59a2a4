import { NativeSelect } from '@mantine/core';
import { nameOf } from '../alerts/silences/build-silence-rows.ts';
import type { AlertItem } from '../api/alert-queries.ts';
import type { RoutesDraft } from './route-draft.ts';
import { routesOfAlert } from './route-of-alert.ts';
import styles from './routes-panel.module.css';

interface RoutePreviewProps {
  draft: RoutesDraft;
  open: readonly AlertItem[] | undefined;
  alert: string | undefined;
  onAlert: (alert: string | undefined) => void;
}

/** Which route an open alert would take, by the routes as they are written, before they are saved. */
export function RoutePreview({ draft, open, alert, onAlert }: RoutePreviewProps) {
  const chosen = open?.find(({ id }) => id === alert);
  const taken = chosen === undefined ? null : routesOfAlert(chosen, draft);
  return (
    <section className={styles.preview} aria-labelledby="route-preview">
      <h2 id="route-preview">Which way would an alert take?</h2>
      {open?.length === 0 ? (
        <p className={styles.quiet}>Nothing fires now, so there is no alert to try it with.</p>
      ) : (
        <NativeSelect
          size="xs"
          aria-label="An open alert"
          value={chosen?.id ?? ''}
          onChange={({ currentTarget: { value } }) => onAlert(value === '' ? undefined : value)}
          data={[
            { value: '', label: 'Choose an open alert' },
            ...(open ?? []).map((one) => ({
              value: one.id,
              label: `${one.severity}: ${nameOf(one)}`,
            })),
          ]}
        />
      )}
      {chosen !== undefined && (
        <div role="status">
          {taken === null && <p>Some route is not whole yet: see its labels.</p>}
          {taken?.length === 0 && <p>No route takes it: nobody would be told.</p>}
          {taken?.map(({ number, where }) => (
            <p key={number}>
              Route {number} <strong>{where}</strong>
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
