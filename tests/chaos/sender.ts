import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Requests under way at a time, and how long one may take. */
const IN_FLIGHT = 16;
const TIMEOUT_MS = 3000;
const RETRY_MS = 300;
/** Of so many requests one is sent again though it was acknowledged, as by a sender that missed the answer. */
const REPEAT_EVERY = 10;
const REPEAT_AFTER_MS = 2500;

/** Something that is sent until it is acknowledged. */
interface Errand {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  readonly isRepeat: boolean;
  /** Told when it is acknowledged, epoch milliseconds. */
  readonly onTaken: (atMs: number) => void;
  notBeforeMs: number;
  tries: number;
}

/** What became of what was sent. */
export interface SenderCounts {
  requests: number;
  acknowledged: number;
  repeats: number;
  /** Requests that were not taken, by what was answered: a status, or `no answer`. */
  readonly refused: Map<string, number>;
  /** Events that were told to be unusable: none should be. */
  rejected: number;
}

/** Sends as a client does that loses nothing: again and again, to whichever process comes next. */
export interface Sender {
  readonly counts: SenderCounts;
  send(path: string, body: string, onTaken: (atMs: number) => void): void;
  /** Errands that are not done. */
  pending(): number;
  /** Resolves once all are done, or with false after so long. */
  drained(withinMs: number): Promise<boolean>;
  stop(): void;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** @param urls of the processes that take telemetry, in turn */
export function createSender(urls: readonly string[], key: string): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT * 2 });
  const counts: SenderCounts = {
    requests: 0,
    acknowledged: 0,
    repeats: 0,
    refused: new Map(),
    rejected: 0,
  };
  let queue: Errand[] = [];
  let underWay = 0;
  let turn = 0;
  let isStopped = false;

  const post = ({ path, contentType, body, tries }: Errand): Promise<Answer> =>
    new Promise((resolve, reject) => {
      turn += 1;
      const url = new URL(path, urls[(turn + tries) % urls.length]);
      const headers = { authorization: `Bearer ${key}`, 'content-type': contentType };
      const sent = request(
        url,
        { method: 'POST', agent, headers, timeout: TIMEOUT_MS },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.once('error', reject);
          response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', reject);
      sent.end(body);
    });

  const noteRefused = (how: string): void => {
    counts.refused.set(how, (counts.refused.get(how) ?? 0) + 1);
  };
  const taken = (errand: Errand, { text }: Answer): void => {
    const answer = JSON.parse(text) as { rejected?: readonly unknown[] };
    counts.rejected += answer.rejected?.length ?? 0;
    if (errand.isRepeat) {
      counts.repeats += 1;
      return;
    }
    counts.acknowledged += 1;
    errand.onTaken(Date.now());
    if (counts.acknowledged % REPEAT_EVERY !== 0) return;
    queue.push({ ...errand, isRepeat: true, tries: 1, notBeforeMs: Date.now() + REPEAT_AFTER_MS });
  };
  const run = async (errand: Errand): Promise<void> => {
    counts.requests += 1;
    try {
      const answer = await post(errand);
      if (answer.status === 202 || answer.status === 200) return taken(errand, answer);
      noteRefused(String(answer.status));
    } catch {
      noteRefused('no answer');
    }
    queue.push({ ...errand, tries: errand.tries + 1, notBeforeMs: Date.now() + RETRY_MS });
  };
  const pump = (): void => {
    const nowMs = Date.now();
    const later: Errand[] = [];
    for (const errand of queue.splice(0)) {
      if (underWay >= IN_FLIGHT || errand.notBeforeMs > nowMs || isStopped) {
        later.push(errand);
        continue;
      }
      underWay += 1;
      void run(errand).finally(() => {
        underWay -= 1;
        if (!isStopped) pump();
      });
    }
    queue = [...later, ...queue];
  };
  // What waits for its time is looked at now and then.
  const timer = setInterval(pump, 50);
  const pending = (): number => queue.length + underWay;
  return {
    counts,
    send(path, body, onTaken) {
      const contentType = path === '/v1/events' ? 'application/x-ndjson' : 'application/json';
      queue.push({ path, contentType, body, onTaken, isRepeat: false, notBeforeMs: 0, tries: 0 });
      pump();
    },
    pending,
    async drained(withinMs) {
      for (const endMs = Date.now() + withinMs; pending() > 0; await wait(50)) {
        if (Date.now() > endMs) return false;
      }
      return true;
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
      agent.destroy();
    },
  };
}
