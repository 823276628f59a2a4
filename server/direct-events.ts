import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { authenticate } from './access/authenticate.ts';
import { mayUse, type Principal } from './access/principal.ts';
import { createBodyBuffers, type BodyBuffers } from './body-buffers.ts';
import type { TelemetryServices } from './context.ts';
import { describeError } from './problem.ts';
import { acceptEvents, MAX_BODY_BYTES } from './routes/accept-events.ts';
import { chargeRefusal } from './routes/guard-telemetry.ts';

const PATH = '/v1/events';
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

type DirectServices = Pick<
  TelemetryServices,
  'keys' | 'signIn' | 'limiter' | 'bodyRoom' | 'ingest' | 'metrics' | 'now' | 'log'
>;

/** A request that may go past the router: by whom, and how long its body is. */
interface DirectRequest {
  readonly principal: Principal;
  readonly bytes: number;
}

/**
 * Takes plain `POST /v1/events` before the router does: the standard web objects a router works with
 * cost more than a small batch itself. A request with anything unusual about it goes to the router,
 * untouched, and is answered there; so there is one place that words refusals.
 * @param router answers everything else
 */
export function takeEventsDirectly(
  services: DirectServices,
  router: RequestListener,
): RequestListener {
  const buffers = createBodyBuffers();
  return (request, response) => {
    const found = request.url === PATH ? recognize(request, services) : null;
    if (found === null) return router(request, response);
    void answer(request, response, found, services, buffers).then((isAnswered) => {
      if (!isAnswered) router(request, response);
    });
  };
}

function recognize(request: IncomingMessage, services: DirectServices): DirectRequest | null {
  const { headers, method } = request;
  const stated = headers['content-length'];
  if (method !== 'POST' || stated === undefined || !/^\d{1,9}$/.test(stated)) return null;
  if (headers['transfer-encoding'] !== undefined || headers.authorization === undefined)
    return null;
  const bytes = Number(stated);
  const principal = authenticate({ header: (name) => headerOf(request, name) }, services);
  if (principal === null || principal.kind !== 'key' || !mayUse(principal, 'ingest')) return null;
  const ofKey = services.limiter.maxBodyBytes(principal) ?? MAX_BODY_BYTES;
  return bytes > Math.min(MAX_BODY_BYTES, ofKey) ? null : { principal, bytes };
}

/** One header as text; those that only come once by name. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** @returns false where nothing of the request was read and the router has to answer it */
async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { principal, bytes }: DirectRequest,
  services: DirectServices,
  buffers: BodyBuffers,
): Promise<boolean> {
  const { limiter, bodyRoom, metrics, now, log } = services;
  const startedMs = now();
  let leave: () => void;
  let lent: Buffer | null = null;
  try {
    await limiter.admitRequest(principal);
    leave = bodyRoom.take(bytes);
  } catch {
    // The router asks again and says why.
    return false;
  }
  try {
    const body = await readBody(request, bytes, () => (lent = buffers.take(bytes)));
    // A sender that hung up hears nothing, and nothing of it was promised.
    if (body === null) return true;
    const taken = await acceptEvents(services, principal, {
      body,
      contentType: headerOf(request, 'content-type') ?? '',
      contentEncoding: headerOf(request, 'content-encoding') ?? '',
    });
    send(response, 202, { 'Content-Type': 'application/json' }, JSON.stringify(taken));
  } catch (error) {
    const note = (fault: unknown): void =>
      log.error({ err: fault, path: PATH, method: 'POST' }, 'request failed');
    const told = describeError(error, note);
    await chargeRefusal(limiter, principal, told.status, {
      bytes,
      encoding: headerOf(request, 'content-encoding'),
    });
    send(response, told.status, told.headers, told.body);
  } finally {
    leave();
    if (lent !== null) buffers.release(lent);
  }
  metrics.observeRequest(PATH, 'POST', response.statusCode, (now() - startedMs) / 1000);
  return true;
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  response.writeHead(status, { ...HEADERS, ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

/**
 * The whole body, of exactly the stated length; null where the sender closed the connection before.
 * @param into takes the bytes where they come in pieces
 */
function readBody(
  request: IncomingMessage,
  bytes: number,
  into: () => Buffer,
): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    if (request.destroyed) return resolve(null);
    let body: Buffer | null = null;
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      if (length === 0 && chunk.length === bytes) body = chunk;
      else chunk.copy((body ??= into()), length);
      length += chunk.length;
    });
    request.once('end', () => resolve(body?.subarray(0, length) ?? new Uint8Array()));
    request.once('error', () => resolve(null));
    request.once('close', () => {
      if (!request.complete) resolve(null);
    });
  });
}
