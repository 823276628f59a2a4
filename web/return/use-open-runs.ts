import { useNavigate } from '@tanstack/react-router';
import { isoTime } from '../../core/time.ts';

/** Lists the raw runs of a step in the address; null closes them. */
export function useOpenRuns(): (step: { fromMs: number; stepMs: number } | null) => void {
  const navigate = useNavigate({ from: '/w/$id' });
  return (step) =>
    void navigate({
      search: (before) => ({
        ...before,
        point: step === null ? undefined : isoTime(step.fromMs),
        until: step === null ? undefined : isoTime(step.fromMs + step.stepMs),
      }),
      replace: true,
      resetScroll: false,
    });
}
