import { useEffect, useState } from 'react';

/** Long enough for what stands at the top of the page to be drawn. */
const PAUSE_MS = 400;

/** Whether it is a while since something was there: what lies below the fold can come then. */
export function useSettled(isThere: boolean): boolean {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    if (!isThere || isSettled) return;
    const timer = window.setTimeout(() => setIsSettled(true), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [isThere, isSettled]);
  return isSettled;
}
