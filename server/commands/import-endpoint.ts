import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { BellwetherError } from '../../core/errors.ts';
import type { PostAnswer } from '../../ingest/import/send-batch.ts';
import type { Configuration } from '../configuration.ts';
import type { RunningServer } from '../running-server.ts';
import { serve } from '../serve.ts';
import { ownAddress, requireAddress, requireKey } from './own-address.ts';

type Post = (body: Uint8Array<ArrayBuffer>, contentType: string) => Promise<PostAnswer>;

/** Where imported events go. */
export interface ImportEndpoint {
  /** Tells one server's data from another's, in the state that an import leaves. */
  readonly target: string;
  /**
   * The named server, else the one that runs on this configuration, else one of its own on a free port
   * for as long as the import takes; the same one however often it is asked.
   * @throws BellwetherError where there is no key, or the data folder is in use
   */
  connect(): Promise<Post>;
  /** Hands over what waits and stops, where the server is the import's own. */
  close(): Promise<void>;
}

const PROBE_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 120_000;

/** Whether a Bellwether answers there; false where nobody does. */
async function answers(url: string): Promise<boolean> {
  let text: string;
  try {
    const response = await fetch(`${url}/healthz`, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    // Nobody there: the data folder's lock tells if somebody is after all.
    return false;
  }
  if (/"status"\s*:\s*"ok"/.test(text)) return true;
  throw new BellwetherError('conflict', `what answers at ${url} is not Bellwether: give --url`);
}

function remote(url: string, key: string, signal: AbortSignal): Post {
  return async (body, contentType) => {
    const response = await fetch(`${url.replace(/\/+$/, '')}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
      body,
      // A key never follows to another place by itself.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  };
}

/** A server on the same data and a port nobody else knows. */
async function startOwn(
  configuration: Configuration,
  key: string,
): Promise<Pick<RunningServer, 'url' | 'stop'>> {
  return serve(
    { ...configuration, host: '127.0.0.1', port: 0, adminKey: key },
    {
      log: pino({ level: 'warn' }, pino.destination(2)),
      now: Date.now,
      pagesFolder: null,
      isDemo: false,
    },
  );
}

/**
 * Knows where events go; reaches out only when asked to connect.
 * @param remark told when it starts a server of its own
 * @throws BellwetherError `invalid` where `url` is no address
 */
export function createEndpoint(
  configuration: Configuration,
  asked: { readonly url: string | undefined; readonly key: string | undefined },
  signal: AbortSignal,
  remark: (text: string) => void,
): ImportEndpoint {
  const named = asked.url === undefined ? null : requireAddress(asked.url);
  const usual = ownAddress(configuration);
  const key = asked.key ?? configuration.adminKey;
  let own: Pick<RunningServer, 'url' | 'stop'> | null = null;
  let connected: Promise<Post> | null = null;
  const connect = async (): Promise<Post> => {
    if (named !== null) return remote(named, requireKey(key), signal);
    if (usual !== null && (await answers(usual))) return remote(usual, requireKey(key), signal);
    remark(
      `no server answers${usual === null ? '' : ` at ${usual}`}: starting one for this import`,
    );
    const ownKey = configuration.adminKey ?? randomBytes(24).toString('base64url');
    own = await startOwn(configuration, ownKey);
    return remote(own.url, ownKey, signal);
  };
  return {
    target: named ?? `${usual ?? ''} ${configuration.dataFolder}`.trim(),
    connect: () => (connected ??= connect()),
    async close() {
      await own?.stop();
    },
  };
}
