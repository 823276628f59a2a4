import { Button } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/api-error.ts';
import { alertsKey } from '../api/alert-queries.ts';
import { putRoutes, routesQuery } from '../api/receiver-queries.ts';
import { readDraft, type RoutesDraft } from './route-draft.ts';
import styles from './routes-panel.module.css';
import { tellPlace } from '../receivers/tell-receiver-refusal.ts';

interface SaveRoutesProps {
  draft: RoutesDraft;
  isChanged: boolean;
  /** That is written over; 0: there is none yet. */
  version: number;
  faults: Readonly<Record<string, string>>;
  onFaults: (faults: Readonly<Record<string, string>>) => void;
  onReset: () => void;
}

const STALE = 412;

function tellRefusal(error: unknown): string {
  if (!(error instanceof ApiError)) return 'It could not be done.';
  if (error.status === STALE) {
    return 'Somebody has saved other routes meanwhile. Open the page again; what you wrote here is lost then.';
  }
  return `${error.message}.`;
}

/** Keeps all routes at once, or says what is wrong with them. */
export function SaveRoutes(props: SaveRoutesProps) {
  const { draft, isChanged, version, faults, onFaults, onReset } = props;
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => putRoutes({ ...readDraft(draft) }, version),
    onSuccess: async () => {
      onFaults({});
      await queries.invalidateQueries(routesQuery);
      void queries.invalidateQueries({ queryKey: alertsKey });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      onFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  const wrong = Object.entries(faults);
  if (!isChanged) {
    return (
      <p role="status" className={styles.quiet}>
        {save.isSuccess ? 'The routes are saved.' : ''}
      </p>
    );
  }
  return (
    <div className={styles.save} data-sticks="bottom" data-print="off">
      {save.isError && (
        <div className={styles.fault} role="alert">
          <p>{wrong.length > 0 ? 'The routes are not saved:' : tellRefusal(save.error)}</p>
          {wrong.map(([path, message]) => (
            <p key={path}>
              {tellPlace(path)}: {message}
            </p>
          ))}
        </div>
      )}
      <div className={styles.acts}>
        <Button
          size="sm"
          loading={save.isPending}
          leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
          onClick={() => save.mutate()}
        >
          Save the routes
        </Button>
        <Button variant="default" size="sm" onClick={onReset}>
          Reset
        </Button>
        <span className={styles.quiet}>Not saved yet</span>
      </div>
    </div>
  );
}
