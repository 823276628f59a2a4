import { Button } from '@mantine/core';
import { IconAlertTriangle, IconClockExclamation } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/api-error.ts';
import { formatClockSeconds } from '../format/time.ts';
import styles from './part.module.css';
import { useTold } from './told-failures.ts';

interface PartProps<Data> {
  /** What this part shows, as the subject of a sentence: "The signals". */
  name: string;
  query: UseQueryResult<Data>;
  /** Shown while nothing is known yet; holds the place. */
  skeleton: ReactNode;
  children: (data: Data) => ReactNode;
}

/** One part of a page: waits, fails, ages and recovers by itself, whatever its neighbours do. */
export function Part<Data>({ name, query, skeleton, children }: PartProps<Data>) {
  useTold(query.error);
  if (query.data === undefined) {
    return query.isError ? (
      <PartError name={name} error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <div aria-busy="true">
        <span className="hidden-visually">Loading {name.toLowerCase()}</span>
        {skeleton}
      </div>
    );
  }
  return (
    <>
      {query.isError && (
        <p className={styles.stale} role="status">
          <IconClockExclamation size={16} aria-hidden="true" />
          <span>
            {name} as of {formatClockSeconds(query.dataUpdatedAt)}. {tellProblem(query.error)}
          </span>
          <button type="button" className={styles.retry} onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      )}
      {children(query.data)}
    </>
  );
}

interface PartErrorProps {
  name: string;
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** Says which part could not be shown, why, and offers another attempt. */
export function PartError({ name, error, onRetry }: PartErrorProps) {
  useTold(error);
  return (
    <div className={styles.error} role="alert">
      <IconAlertTriangle size={20} aria-hidden="true" />
      <div>
        <p className={styles.errorTitle}>{name} could not be loaded.</p>
        <p className={styles.errorDetail}>{tellProblem(error)}</p>
      </div>
      {onRetry && (
        <Button variant="default" size="xs" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function tellProblem(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The answer could not be understood.';
  const text = error.detail === '' ? error.title : `${error.title}: ${error.detail}`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** A block that holds the place of something not known yet. */
export function Skeleton({
  height,
  width = '100%',
}: {
  height: number | string;
  width?: number | string;
}) {
  return <span className="skeleton" style={{ height, width }} />;
}
