import { connect, type Socket } from 'node:net';

/** A connection that says exactly what a test writes. */
export interface RawSocket {
  readonly socket: Socket;
  write(text: string | Uint8Array): void;
  /** All that was answered, once the other side has closed. */
  readonly closed: Promise<string>;
  /** What was answered so far. */
  heard(): string;
}

/** Opens a connection to a server's address. */
export async function openSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => (heard += String(chunk)));
  // A reset is one way to be hung up on.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  await new Promise((resolve) => socket.once('connect', resolve));
  return {
    socket,
    write: (text) => void (socket.writable && socket.write(text)),
    closed,
    heard: () => heard,
  };
}
