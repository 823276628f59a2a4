import { BellwetherError } from '../../core/errors.ts';
import type { Peer } from '../../ingest/share/share-ingest.ts';
import { codeOfStatus, problem } from '../problem.ts';
import {
  packValue,
  PEER_CONTENT_TYPE,
  PEER_PREFIX,
  unpackValue,
  type PeerCall,
  type PeerCalls,
} from './peer-calls.ts';

/** Another process, and what only servers ask of each other. */
export interface PeerProcess extends Peer {
  readonly address: string;
  metrics(request: PeerCalls['metrics'][0]): Promise<PeerCalls['metrics'][1]>;
  pause(): Promise<void>;
  goOn(): Promise<void>;
}

/** A hand-over that a flush waits for may take long; telemetry that waits so long is better sent again. */
const PATIENCE_MS: Readonly<Partial<Record<PeerCall, number>>> = { flush: 120_000, pause: 120_000 };
const DEFAULT_PATIENCE_MS = 20_000;
const RETRY_SECONDS = 2;
const unavailable = (address: string, why: string, cause?: unknown): BellwetherError =>
  new BellwetherError('unavailable', `the ingest process at ${address} ${why}`, {
    cause,
    retryAfterSeconds: RETRY_SECONDS,
  });

async function errorOf(address: string, response: Response): Promise<BellwetherError> {
  const told = problem.safeParse(await response.json().catch(() => null));
  const detail = told.success ? told.data.detail : `answered ${response.status}`;
  const code = codeOfStatus(response.status);
  // What a sender did wrong goes back to the sender; all else may be otherwise in a moment.
  return code === 'invalid' || code === 'unparsable' || code === 'too_large'
    ? new BellwetherError(code, detail)
    : unavailable(address, `did not take it: ${detail}`);
}

/**
 * @param address of the process
 * @param token shows that both belong together
 */
export function createPeerClient(address: string, token: string, send: typeof fetch): PeerProcess {
  async function call<Name extends PeerCall>(
    name: Name,
    value: PeerCalls[Name][0],
  ): Promise<PeerCalls[Name][1]> {
    let response: Response;
    try {
      response = await send(`${address}${PEER_PREFIX}/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': PEER_CONTENT_TYPE },
        body: Buffer.from(packValue(value)),
        signal: AbortSignal.timeout(PATIENCE_MS[name] ?? DEFAULT_PATIENCE_MS),
      });
    } catch (cause) {
      throw unavailable(address, 'does not answer', cause);
    }
    if (!response.ok) throw await errorOf(address, response);
    const answer = await response.arrayBuffer().catch((cause: unknown) => {
      throw unavailable(address, 'broke off its answer', cause);
    });
    return unpackValue(new Uint8Array(answer));
  }
  return {
    address,
    accept: (part) => call('events', part),
    acceptOtlp: (telemetry) => call('otlp', telemetry),
    metrics: (request) => call('metrics', request),
    replay: (request) => call('replay', request),
    async flush() {
      await call('flush', null);
    },
    async forgetTraces() {
      await call('forget-traces', null);
    },
    async pause() {
      await call('pause', null);
    },
    async goOn() {
      await call('go-on', null);
    },
  };
}
