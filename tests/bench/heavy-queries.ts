import type { BuiltServer } from './built-server.ts';

const DAY_MS = 86_400_000;
const SPAN_MS = 365 * DAY_MS;

/**
 * Keeps questions over a year of roll-ups running, none of which an earlier answer helps.
 * @returns a function that ends them and resolves with how many were answered
 */
export function startHeavyQueries(
  server: BuiltServer,
  lanes: number,
  workloads: number,
): () => Promise<number> {
  let isOver = false;
  let answered = 0;
  let asked = 0;
  async function lane(): Promise<void> {
    while (!isOver) {
      asked += 1;
      const to = Date.now() - asked;
      const span = new URLSearchParams({
        signal: 'latency_p95',
        from: new Date(to - SPAN_MS).toISOString(),
        to: new Date(to).toISOString(),
        step: '1d',
      });
      await server.timeGet(`/api/workloads/workload-${asked % workloads}/series?${span}`);
      answered += 1;
    }
  }
  const running = Promise.all(Array.from({ length: lanes }, lane));
  return async () => {
    isOver = true;
    await running;
    return answered;
  };
}
