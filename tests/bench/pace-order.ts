import { runScript } from './run-script.ts';

/** What the paced load generator is told to do. */
export interface PaceOrder {
  readonly file: string;
  readonly lines: number;
  /** Requests a second, evenly spaced. */
  readonly perSecond: number;
  readonly write: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a file at a pace from a process of its own; resolves with the milliseconds to each answer. */
export async function paceBatches(order: PaceOrder): Promise<number[]> {
  return JSON.parse(await runScript('pace-batches.ts', [JSON.stringify(order)])) as number[];
}
