import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { BellwetherError } from '../../core/errors.ts';
import type { Ingest } from '../../ingest/ingest.ts';
import type { SharedTarget } from '../../store/share-target.ts';
import type { TelemetryServices } from '../context.ts';
import {
  isPeerToken,
  packValue,
  PEER_CONTENT_TYPE,
  PEER_PREFIX,
  unpackValue,
  type PeerCall,
  type PeerCalls,
} from './peer-calls.ts';

/** A process that asked for a pause and never came back does not keep telemetry from flowing. */
const LONGEST_PAUSE_MS = 300_000;
/** More than the largest body unpacked, as a part of it travels. */
const MAX_CALL_BYTES = 128 * 1_048_576;

type Answers = { [Name in PeerCall]: (asked: PeerCalls[Name][0]) => Promise<PeerCalls[Name][1]> };

/** Lets another process stop the hand-overs of this one for a while. */
function createPause(alone: SharedTarget['alone']) {
  let end: (() => void) | null = null;
  return {
    goOn(): void {
      end?.();
      end = null;
    },
    pause: () =>
      new Promise<void>((resolve, reject) => {
        alone(
          () =>
            new Promise<void>((over) => {
              end?.();
              end = over;
              setTimeout(over, LONGEST_PAUSE_MS).unref();
              resolve();
            }),
        ).catch(reject);
      }),
  };
}

/** What other processes of the installation ask of this one; nobody else gets past its door. */
export function peerRoutes(
  services: Pick<TelemetryServices, 'otlp' | 'peers'>,
  local: Pick<Ingest, 'accept' | 'replay' | 'flush' | 'forgetTraces'>,
  alone: SharedTarget['alone'],
) {
  const { otlp, peers } = services;
  const pause = createPause(alone);
  const free = async (): Promise<void> => undefined;
  const answers: Answers = {
    events: ({ body, contentType, keyId }) =>
      local.accept({
        body,
        contentType,
        contentEncoding: '',
        isUnpacked: true,
        keyId,
        allowedWorkloads: null,
      }),
    otlp: (telemetry) => otlp.acceptOtlp(telemetry),
    metrics: ({ groups, sender }) => otlp.keep(sender, otlp.mapMetrics(groups), free),
    replay: (request) => local.replay(request),
    async flush() {
      await local.flush();
      return null;
    },
    async 'forget-traces'() {
      await local.forgetTraces(free);
      return null;
    },
    async pause() {
      await pause.pause();
      return null;
    },
    async 'go-on'() {
      pause.goOn();
      return null;
    },
  };

  const answer = async <Name extends PeerCall>(c: Context, name: Name): Promise<Response> => {
    const asked = unpackValue<PeerCalls[Name][0]>(new Uint8Array(await c.req.arrayBuffer()));
    const packed = packValue(await answers[name](asked));
    return c.body(Buffer.from(packed), 200, { 'Content-Type': PEER_CONTENT_TYPE });
  };

  const routes = new Hono();
  routes.use(`${PEER_PREFIX}/*`, async (c, next) => {
    if (peers !== null && isPeerToken(peers.token, c.req.header('authorization'))) return next();
    throw new BellwetherError(
      'unauthenticated',
      'this is for processes with the same BELLWETHER_SECRET and BELLWETHER_INGEST_PEERS',
    );
  });
  routes.use(`${PEER_PREFIX}/*`, bodyLimit({ maxSize: MAX_CALL_BYTES }));
  for (const name of Object.keys(answers) as PeerCall[]) {
    routes.post(`${PEER_PREFIX}/${name}`, (c) => answer(c, name));
  }
  return routes;
}
