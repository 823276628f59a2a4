import type { Backtest, BacktestRequest } from '../backtest/backtest.ts';
import { runBacktest, type BacktestAsker, type BacktestDependencies } from './run-backtest.ts';

/** Tries policies on past telemetry, one backtest at a time. */
export interface Backtester {
  /** See `runBacktest`. */
  run(id: string, request: BacktestRequest, asker: BacktestAsker): Promise<Backtest>;
}

/** Makes the backtester. */
export function createBacktester(dependencies: BacktestDependencies): Backtester {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    run(id, request, asker) {
      const turn = queue.then(() => runBacktest(id, request, asker, dependencies));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}
