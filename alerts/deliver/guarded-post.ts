import type { Post, PostAnswer, PostRequest } from './post.ts';
import { refuseAddress, type AllowEntry, type Target } from './refuse-address.ts';
import { parseAddress } from './ip-address.ts';

/** What a receiver's answer may be long; more of it is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** The network, as node:http, node:https and node:dns give it. */
export interface NetworkEdge {
  readonly httpRequest: typeof import('node:http').request;
  readonly httpsRequest: typeof import('node:https').request;
  /** All addresses of a host. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  readonly allowed: readonly AllowEntry[];
}

/** Rejects when a signal is aborted: for waits that know nothing of signals. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new Error('given up waiting'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Resolves a host once and checks every address that it has.
 * @returns the addresses to connect to, IPv4 first: a network without IPv6 may still hear of it. They
 *   must not be resolved again, for the second answer may differ
 * @throws Error in words for people
 */
export async function resolveTarget(
  target: Target,
  { lookup, allowed }: Pick<NetworkEdge, 'lookup' | 'allowed'>,
  signal: AbortSignal,
): Promise<readonly [string, ...string[]]> {
  const isAddress = parseAddress(target.host) !== null;
  const work = isAddress ? Promise.resolve([target.host]) : lookup(target.host);
  const addresses = await unlessAborted(work, signal).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${target.host} cannot be resolved: ${why}`, { cause: error });
  });
  const isSix = (address: string) => Number(address.includes(':'));
  const [first, ...others] = [...new Set(addresses)].sort((a, b) => isSix(a) - isSix(b));
  if (first === undefined) throw new Error(`${target.host} has no address`);
  for (const address of addresses) {
    const why = refuseAddress(address, target, allowed);
    if (why !== null) throw new Error(`${target.host} is refused: ${why}`);
  }
  return [first, ...others];
}

/** Faults of connecting: nothing was sent, so that another address may be tried. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

function isNotConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && NOT_CONNECTED.has(String(cause.code));
}

function targetOf(url: URL): Target {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}

type Answer = import('node:http').IncomingMessage;

function readAnswer(answer: Answer, done: (answer: PostAnswer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = () => {
    const wait = answer.headers['retry-after'] ?? '';
    done({
      status: answer.statusCode ?? 0,
      retryAfterSeconds: /^\d{1,6}$/.test(wait) ? Number(wait) : null,
      text: Buffer.concat(chunks).toString('utf8').slice(0, MAX_ANSWER_BYTES),
    });
  };
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= MAX_ANSWER_BYTES) return;
    finish();
    answer.destroy();
  });
  answer.on('end', finish);
  // The status has arrived, and it is what counts.
  answer.on('error', finish);
}

function postTo(address: string, request: PostRequest, edge: NetworkEdge, signal: AbortSignal) {
  const url = new URL(request.url);
  const { host, port } = targetOf(url);
  const isSecure = url.protocol === 'https:';
  const send = isSecure ? edge.httpsRequest : edge.httpRequest;
  return new Promise<PostAnswer>((resolve, reject) => {
    const options = {
      host: address,
      port,
      path: url.pathname + url.search,
      method: 'POST',
      // A connection that is kept open could be lent to another host at the same address.
      agent: false as const,
      signal,
      headers: {
        'user-agent': 'bellwether',
        ...request.headers,
        host: url.host,
        'content-length': String(Buffer.byteLength(request.body)),
      },
      // The certificate has to be the host's, though the connection is to its address.
      ...(isSecure && parseAddress(host) === null ? { servername: host } : {}),
    };
    const outgoing = send(options, (answer) => readAnswer(answer, resolve));
    outgoing.on('error', (error) => {
      const why = signal.aborted ? 'no answer in time' : error.message;
      reject(new Error(`${host}: ${why}`, { cause: error }));
    });
    outgoing.end(request.body);
  });
}

/**
 * Makes the POST that receivers are reached by: one resolution of the host, every address of it checked,
 * connected to the checked address, no redirect followed, the answer bounded. Errors name the host only:
 * the path of an address may be its secret.
 */
export function createGuardedPost(edge: NetworkEdge): Post {
  return async (request, signal) => {
    const url = new URL(request.url);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      throw new Error(`${url.protocol} is not spoken here`);
    }
    const [first, ...others] = await resolveTarget(targetOf(url), edge, signal);
    let answer = postTo(first, request, edge, signal);
    for (const address of others) {
      answer = answer.catch((error: unknown) => {
        if (!isNotConnected(error)) throw error;
        return postTo(address, request, edge, signal);
      });
    }
    return answer;
  };
}
