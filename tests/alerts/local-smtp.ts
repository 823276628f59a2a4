import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A mail as a local server took it. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came over the wire. */
  readonly source: string;
}

/** A local mail server: what it took, and what it answers to the next message. */
export interface LocalSmtp {
  readonly port: number;
  readonly mails: TakenMail[];
  answer: string;
}

/** Speaks as much SMTP (RFC 5321) as handing over a mail takes. */
function speak(socket: Socket, server: LocalSmtp): void {
  let [buffer, from, to, isData] = ['', '', [] as string[], false];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'EHLO' || verb === 'HELO' || verb === 'RSET') say('250 local');
    else if (verb === 'MAIL') {
      [from, to] = [address, []];
      say('250 well');
    } else if (verb === 'RCPT') {
      to.push(address);
      say('250 well');
    } else if (verb === 'DATA') {
      isData = true;
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('500 what?');
  };
  say('220 local ESMTP');
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    for (;;) {
      const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) {
        isData = false;
        if (server.answer.startsWith('250')) server.mails.push({ from, to, source: text });
        say(server.answer);
      } else take(text);
    }
  });
}

const sockets = new Set<Socket>();
const listeners: Server[] = [];
// Registered here, because hooks that a test registers while it runs are never called.
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const listener of listeners) listener.close();
});

/** Starts a mail server of this test file's own, gone after its last test. */
export async function startSmtp(): Promise<LocalSmtp> {
  const listener = createServer((socket) => {
    sockets.add(socket);
    speak(socket, smtp);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  listeners.push(listener);
  const { port } = listener.address() as AddressInfo;
  const smtp: LocalSmtp = { port, mails: [], answer: '250 taken' };
  return smtp;
}
