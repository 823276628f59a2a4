import { useEffect, useRef } from 'react';
import { lineId } from './alert-line.tsx';

/** The id of the element that opens an ended alert. */
export const endedId = (id: string): string => `ended-${id}`;

/**
 * Puts focus back on an alert's line once the alert is closed, where it would be nowhere otherwise.
 * @param opened the alert that is open
 */
export function useFocusAfterClose(opened: string | undefined): void {
  const last = useRef(opened);
  useEffect(() => {
    const before = last.current;
    last.current = opened;
    if (before === undefined || opened !== undefined) return;
    if (document.activeElement !== document.body) return;
    const line =
      document.getElementById(lineId(before)) ?? document.getElementById(endedId(before));
    line?.focus();
  }, [opened]);
}
