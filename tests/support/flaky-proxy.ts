import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

/** What happens to a connection: passed on, refused, held up, or cut before its answer arrives. */
export type Mood = 'pass' | 'refuse' | 'slow' | 'swallow answers';

/** A network that can be told to misbehave, between a client and a server on this machine. */
export interface FlakyProxy {
  readonly url: string;
  mood: Mood;
  /** Answers that were cut so far. */
  readonly swallowed: number;
  /** Ends every connection there is, as a server that stops does. */
  drop(): void;
  close(): Promise<void>;
}

const SLOW_MS = 300;

/** @param upstream address of the server behind it */
export async function startFlakyProxy(upstream: string): Promise<FlakyProxy> {
  const { hostname, port } = new URL(upstream);
  const sockets = new Set<Socket>();
  const proxy = { mood: 'pass' as Mood, swallowed: 0 };

  const server = createServer((client) => {
    if (proxy.mood === 'refuse') return void client.destroy();
    const behind = connect(Number(port), hostname);
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        behind.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (proxy.mood === 'refuse') return void client.destroy();
      if (proxy.mood !== 'slow') return void behind.write(chunk);
      setTimeout(() => behind.write(chunk), SLOW_MS);
    });
    behind.on('data', (chunk) => {
      if (proxy.mood !== 'swallow answers') return void client.write(chunk);
      // The work is done; only nobody hears of it.
      proxy.swallowed += 1;
      client.destroy();
    });
  });
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(proxy, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drop,
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
