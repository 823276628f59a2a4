import { oneAtATime } from '../../core/one-at-a-time.ts';
import type { Backtest, BacktestRequest } from '../backtest/backtest.ts';
import { runBacktest, type BacktestAsker, type BacktestDependencies } from './run-backtest.ts';

/** Tries policies on past telemetry, one backtest at a time. */
export interface Backtester {
  /** See `runBacktest`. */
  run(id: string, request: BacktestRequest, asker: BacktestAsker): Promise<Backtest>;
}

/** Makes the backtester. */
export function createBacktester(dependencies: BacktestDependencies): Backtester {
  const inTurn = oneAtATime();
  return {
    run: (id, request, asker) => inTurn(() => runBacktest(id, request, asker, dependencies)),
  };
}
