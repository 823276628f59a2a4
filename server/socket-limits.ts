import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a connection may take for each part of its work, and how many there may be. */
export interface SocketLimits {
  /** From the first byte, or from connecting, to the end of the headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte to the end of the body. */
  readonly requestTimeoutMs: number;
  /** Between two requests: longer than the 60 s of usual proxies, or they meet a closed connection. */
  readonly keepAliveTimeoutMs: number;
  /** How often the limits above are looked at. */
  readonly checkEveryMs: number;
  readonly headerBytes: number;
  readonly headers: number;
  /** More are hung up on: each costs a file of those the process may open. */
  readonly connections: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  checkEveryMs: 2_000,
  headerBytes: 16_384,
  headers: 200,
  connections: 4_096,
};

/** The limits as Node's server takes them when it is made. */
export const toServerOptions = (limits: SocketLimits): ServerOptions => ({
  headersTimeout: limits.headersTimeoutMs,
  requestTimeout: limits.requestTimeoutMs,
  keepAliveTimeout: limits.keepAliveTimeoutMs,
  connectionsCheckingInterval: limits.checkEveryMs,
  maxHeaderSize: limits.headerBytes,
});

/** What is answered to a request that never became one, by Node's code for why. */
const REFUSALS: Readonly<Record<string, readonly [status: string, name: string, detail: string]>> =
  {
    ERR_HTTP_REQUEST_TIMEOUT: [
      '408 Request Timeout',
      'too_slow',
      'the request took too long to arrive; nothing of it was taken',
    ],
    HPE_HEADER_OVERFLOW: [
      '431 Request Header Fields Too Large',
      'too_large',
      'the headers are larger than this server takes',
    ],
    HPE_CHUNK_EXTENSIONS_OVERFLOW: [
      '413 Content Too Large',
      'too_large',
      'the chunk extensions are larger than this server takes',
    ],
  };
const NOT_HTTP = ['400 Bad Request', 'unparsable', 'this is not a valid HTTP/1.1 request'] as const;

function refusalText(code: string | undefined): string {
  const [status, name, detail] = REFUSALS[code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify({
    type: `urn:bellwether:problem:${name}`,
    title: status.slice(4),
    status: Number(status.slice(0, 3)),
    detail,
    errors: [],
  });
  return [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

/** Puts a limit on connections, and answers requests that break off with why. */
export function guardSockets(server: Server, limits: SocketLimits): void {
  server.maxHeadersCount = limits.headers;
  server.maxConnections = limits.connections;
  /** The answer under way on each connection: text of ours must not get between its bytes. */
  const answers = new WeakMap<object, ServerResponse>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    answers.set(socket, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    const answer = answers.get(socket);
    const hasBegun = answer !== undefined && answer.headersSent && !answer.writableFinished;
    if (socket.writable && !hasBegun && error.code !== 'ECONNRESET') {
      socket.write(refusalText(error.code));
    }
    socket.destroySoon();
  });
}
