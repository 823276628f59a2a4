import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EVALUATION_RULE } from '../../alerts/engine/watch-evaluation.ts';

/** One thing that a call told of. */
export interface Told {
  /** Rule, episode and event. */
  readonly words: string;
  /** The minute that it tells of, epoch milliseconds. */
  readonly atMs: number;
}

/** A receiver that counts what it is told. */
export interface Webhook {
  readonly url: string;
  /** Calls by idempotency key. */
  readonly told: ReadonlyMap<string, number>;
  /** What the calls told of, by key. */
  readonly about: ReadonlyMap<string, readonly Told[]>;
  close(): void;
}

interface Notice {
  readonly event: string;
  readonly alert: {
    readonly id: string;
    readonly episode: number;
    readonly labels: Readonly<Record<string, string>>;
    readonly started_at: string;
    readonly resolved_at: string | null;
  };
}

export async function startWebhook(): Promise<Webhook> {
  const told = new Map<string, number>();
  const about = new Map<string, readonly Told[]>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      const { notices } = JSON.parse(body) as { notices: readonly Notice[] };
      // Of evaluation itself people are told where it is late, which an undisturbed run never is.
      const ours = notices.filter(({ alert }) => alert.labels['rule'] !== EVALUATION_RULE);
      if (ours.length > 0) {
        told.set(key, (told.get(key) ?? 0) + 1);
        const tell = ({ event, alert }: Notice): Told => ({
          words: `${alert.labels['rule']} ${alert.episode} ${event}`,
          atMs: Date.parse((event === 'resolve' ? alert.resolved_at : null) ?? alert.started_at),
        });
        about.set(key, ours.map(tell));
      }
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    told,
    about,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
