import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { readLeverValues, writeLeverValues, type LeverValues } from './lever-values.ts';

/** Browsers take only so many changes of the address a second; a hand on a slider makes more. */
const ADDRESS_PAUSE_MS = 250;

/**
 * The levers that are moved, kept in the address.
 * @param text of the address
 * @returns the values, and a way to change them: at once on the page, a moment later in the address
 */
export function useLeverValues(
  text: string | undefined,
): readonly [LeverValues, (change: (before: LeverValues) => LeverValues) => void] {
  const navigate = useNavigate({ from: '/w/$id' });
  const [values, setValues] = useState(() => readLeverValues(text));
  const latest = useRef(values);
  /** What the address says, or will say in a moment. */
  const written = useRef(text);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (text === written.current) return;
    written.current = text;
    latest.current = readLeverValues(text);
    setValues(latest.current);
  }, [text]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const change = useCallback(
    (compute: (before: LeverValues) => LeverValues): void => {
      latest.current = compute(latest.current);
      setValues(latest.current);
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => {
        written.current = writeLeverValues(latest.current);
        void navigate({
          search: (before) => ({ ...before, if: written.current }),
          replace: true,
          resetScroll: false,
        });
      }, ADDRESS_PAUSE_MS);
    },
    [navigate],
  );
  return [values, change];
}
