import { useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** More rows than a screen shows. */
const FIRST_ROWS = 20;

/** The rows that are drawn, and how many are left out below them. */
export interface RowsInReach<Row> {
  readonly drawn: readonly Row[];
  readonly left: number;
  /** Draws so many more. */
  readonly reach: (more: number) => void;
}

const isFind = ({ ctrlKey, metaKey, key }: KeyboardEvent): boolean =>
  key === 'F3' || ((ctrlKey || metaKey) && key.toLowerCase() === 'f');

/**
 * Of many rows those that somebody can get to soon: a table of hundreds costs every page before and after
 * it. All of them once they are printed, or searched by the browser.
 */
export function useRowsInReach<Row>(rows: readonly Row[]): RowsInReach<Row> {
  const [reached, setReached] = useState(FIRST_ROWS);
  useEffect(() => {
    const drawAll = (): void => flushSync(() => setReached(Infinity));
    const onKey = (event: KeyboardEvent): void => {
      if (isFind(event)) drawAll();
    };
    const drawFew = (): void => setReached(FIRST_ROWS);
    window.addEventListener('beforeprint', drawAll);
    window.addEventListener('afterprint', drawFew);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('beforeprint', drawAll);
      window.removeEventListener('afterprint', drawFew);
      window.removeEventListener('keydown', onKey);
    };
  }, []);
  const reach = useCallback((more: number) => setReached((before) => before + more), []);
  return { drawn: rows.slice(0, reached), left: Math.max(0, rows.length - reached), reach };
}
