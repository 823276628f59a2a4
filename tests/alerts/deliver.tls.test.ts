import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createGuardedPost } from '../../alerts/deliver/guarded-post.ts';
import { parseAllowList } from '../../alerts/deliver/refuse-address.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder('tls');
const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];

/** A certificate of its own for one host. */
function makeCertificate(): boolean {
  try {
    const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2';
    const names = '-subj /CN=hook.example -addext subjectAltName=DNS:hook.example';
    const words = `req ${kind} ${names}`.split(' ');
    execFileSync('openssl', [...words, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('no openssl is installed: the test of certificates is skipped');
    return false;
  }
}

const servers: Server[] = [];
// Registered here, because hooks that a test registers while it runs are never called.
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

test.skipIf(!makeCertificate())(
  'the certificate has to be the host’s, though the connection goes to its address',
  async () => {
    const hosts: unknown[] = [];
    const pair = { key: readFileSync(key), cert: readFileSync(cert) };
    const server = createServer(pair, (request, response) => {
      hosts.push(request.headers.host);
      response.end('well');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    const trusting = ((options: object, answer: never) =>
      httpsRequest({ ...options, ca: pair.cert }, answer)) as unknown as typeof httpsRequest;
    const post = (host: string, isTrusting: boolean) =>
      createGuardedPost({
        httpRequest,
        httpsRequest: isTrusting ? trusting : httpsRequest,
        lookup: () => Promise.resolve(['127.0.0.1']),
        allowed: parseAllowList('127.0.0.1'),
      })({ url: `https://${host}:${port}/`, headers: {}, body: '' }, AbortSignal.timeout(5_000));
    expect(await post('hook.example', true)).toMatchObject({ status: 200, text: 'well' });
    expect(hosts).toEqual([`hook.example:${port}`]);
    await expect(post('other.example', true)).rejects.toThrow(/altnames|certificate/i);
    await expect(post('127.0.0.1', true)).rejects.toThrow(/altnames|certificate|IP/i);
    await expect(post('hook.example', false)).rejects.toThrow(/self.signed/i);
    expect(hosts).toHaveLength(1);
  },
);
