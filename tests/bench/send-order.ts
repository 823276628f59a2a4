import { runScript } from './run-script.ts';

/** What the load generator is told to do. */
export interface SendOrder {
  readonly file: string;
  /** Lines of the file in one request. */
  readonly lines: number;
  readonly connections: number;
  /** Address that takes a batch. */
  readonly write: string;
  /** Address asked last, with POST, for everything to be there; null for nothing. */
  readonly finish: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a file from a process of its own; resolves with the seconds it took. */
export async function sendBatches(order: SendOrder): Promise<number> {
  return Number(await runScript('send-batches.ts', [JSON.stringify(order)]));
}
