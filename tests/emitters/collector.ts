import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** A request of an exporter as it came over the wire. */
export interface Collected {
  readonly path: string;
  readonly contentType: string;
  readonly contentEncoding: string;
  readonly body: Buffer;
}

export interface Collector {
  /** Without a slash at its end; exporters add `/v1/traces` and so on. */
  readonly url: string;
  /** What has come since the last call. */
  take(): Collected[];
}

/** A collector on loopback that keeps what real exporters send, and answers as OTLP wants. */
export function useCollector(): Collector {
  let collected: Collected[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { 'content-type': type = '', 'content-encoding': encoding = '' } = request.headers;
      collected.push({
        path: request.url ?? '',
        contentType: type,
        contentEncoding: encoding,
        body: Buffer.concat(chunks),
      });
      const isJson = type.startsWith('application/json');
      response.setHeader('content-type', type);
      response.end(isJson ? '{}' : undefined);
    });
  });
  let url = '';
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    get url() {
      return url;
    },
    take() {
      const taken = collected;
      collected = [];
      return taken;
    },
  };
}
