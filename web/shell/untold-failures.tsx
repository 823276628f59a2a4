import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient, type Query, type QueryCache } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, mayPass } from '../api/api-error.ts';
import { useLiveState } from '../live/live.tsx';
import { isTold } from '../parts/told-failures.ts';
import styles from './shell-banner.module.css';

/** Parts of a page say their failures first; what they leave is said here. */
const AFTER_PARTS_MS = 150;

const findUntold = (cache: QueryCache): Query[] =>
  cache.getAll().filter((query) => {
    const { error } = query.state;
    return error !== null && query.isActive() && mayPass(error) && !isTold(error);
  });

/** Says that a page lacks something, where what failed only adds to what it shows. */
export function UntoldFailures() {
  const client = useQueryClient();
  const isLost = useLiveState() === 'lost';
  const [failed, setFailed] = useState<readonly Query[]>([]);
  useEffect(() => {
    let timer: number | undefined;
    const look = (): void => {
      timer = undefined;
      setFailed((before) => {
        const found = findUntold(client.getQueryCache());
        return found.length === 0 && before.length === 0 ? before : found;
      });
    };
    const close = client.getQueryCache().subscribe(({ type }) => {
      if (type !== 'observerResultsUpdated') timer ??= window.setTimeout(look, AFTER_PARTS_MS);
    });
    return () => {
      close();
      window.clearTimeout(timer);
    };
  }, [client]);
  const [first] = failed;
  const error = first?.state.error;
  return (
    <div role="status">
      {!isLost && error instanceof ApiError && (
        <p className={styles.banner}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>
            Not everything on this page could be loaded, so something is missing or old:{' '}
            {error.message.replace(/[.!?]?$/, '.')}
          </span>
          <button
            type="button"
            className={styles.again}
            onClick={() =>
              void client.refetchQueries({ predicate: (query) => failed.includes(query) })
            }
          >
            Try again
          </button>
        </p>
      )}
    </div>
  );
}
