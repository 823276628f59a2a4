import { runScript } from './run-script.ts';

/** What is to be sent to a server before something is measured on it. */
export interface FillOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Number of the first event: each number is another event. */
  readonly first: number;
  readonly count: number;
  readonly endMs: number;
  /** Span that the events are spread over. */
  readonly days: number;
}

/** Fills a server from a process of its own; resolves with the seconds it took. */
export async function fillServer(order: FillOrder): Promise<number> {
  return Number(await runScript('fill-server.ts', [JSON.stringify(order)]));
}
