import { useEffect } from 'react';

const told = new WeakSet<Error>();

/** Notes that a part of the page says this failure by itself; null and others: nothing to note. */
export function useTold(error: unknown): void {
  useEffect(() => {
    if (error instanceof Error) told.add(error);
  }, [error]);
}

/** Whether a part of the page says it. */
export const isTold = (error: Error): boolean => told.has(error);
