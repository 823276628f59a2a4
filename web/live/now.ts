import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The present, in epoch milliseconds, renewed often enough for "2 minutes ago" to stay true. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => window.clearInterval(timer);
  }, []);
  return nowMs;
}
