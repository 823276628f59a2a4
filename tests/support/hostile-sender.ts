import { expect } from 'vitest';
import type { OwnServer } from './own-server.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };
export const NDJSON_TYPE = { 'content-type': 'application/x-ndjson' };
export const GZIP = { ...JSON_TYPE, 'content-encoding': 'gzip' };

/** What a sender is told. */
export interface Told {
  readonly status: number;
  readonly body: {
    readonly accepted?: number;
    readonly duplicates?: number;
    readonly rejected?: readonly { index: number; path: string; message: string }[];
    readonly detail?: string;
  };
}

/** The answer to one event that is taken. */
export const TAKEN: Told = { status: 202, body: { accepted: 1, duplicates: 0, rejected: [] } };

/** The answer to one event that is refused for one of its fields. */
export const refusedAt = (path: string) => ({
  status: 202,
  body: { accepted: 0, rejected: [{ index: 0, path, message: expect.any(String) }] },
});

let made = 0;
/** A run of the workload `w` with an id of its own. */
export const run = (more: object = {}): Record<string, unknown> => ({
  kind: 'run',
  workload: 'w',
  id: `made-${(made += 1)}`,
  ...more,
});

/** The same as text, with a sender's own text inside. */
export const runText = (fields: string): string =>
  `{"kind":"run","workload":"w","id":"made-${(made += 1)}",${fields}}`;

/** Sends what a sender would not, and reads what became of it. */
export function createSender(server: () => OwnServer) {
  const flush = async (): Promise<void> => {
    expect((await server().request('/api/ingest/flush', { method: 'POST' })).status).toBe(200);
  };
  return {
    /** Texts and bytes as they are, everything else as JSON. */
    send: async (body: unknown, headers: Record<string, string> = JSON_TYPE): Promise<Told> => {
      const isRaw = typeof body === 'string' || body instanceof Uint8Array;
      const answer = await server().request('/v1/events', {
        method: 'POST',
        headers,
        body: isRaw ? (body as BodyInit) : JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Told['body'] };
    },
    runsOf: async (workload: string): Promise<Record<string, unknown>[]> => {
      await flush();
      const { body } = await server().ask(`/api/workloads/${workload}/runs?limit=1000`);
      return (body as { items: Record<string, unknown>[] }).items;
    },
    quarantined: async (): Promise<{ workload: string; body: string }[]> => {
      await flush();
      const { body } = await server().ask('/api/quarantine?limit=1000');
      return (body as { items: { workload: string; body: string }[] }).items;
    },
  };
}
