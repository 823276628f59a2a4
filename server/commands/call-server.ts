import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import type { Configuration } from '../configuration.ts';
import { codeOfStatus, problem } from '../problem.ts';

/** Erasing rewrites what it touches of a table, which may take minutes on a large one. */
const ANSWER_TIMEOUT_MS = 15 * 60_000;

/** The address a server of this configuration can be reached at from here. */
function ownAddress({ host, port }: Configuration): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Where a command sends its request, as far as its options say. */
export interface AskedServer {
  readonly url: string | undefined;
  readonly key: string | undefined;
}

/** What the server said no to, in its own words. */
function refusalOf(status: number, text: string): BellwetherError {
  const read = z
    .string()
    .transform((body): unknown => JSON.parse(body))
    .pipe(problem)
    .safeParse(text.startsWith('{') ? text : '{}');
  const code = codeOfStatus(status) ?? 'unavailable';
  if (read.success)
    return new BellwetherError(code, read.data.detail, { errors: read.data.errors });
  return new BellwetherError(code, `the server answered ${status}, not as Bellwether would`);
}

/**
 * Posts a document to the running server and reads its answer.
 * @throws BellwetherError in the server's own words; `unavailable` where none answers
 */
export async function callServer<Answer extends z.ZodType>(
  configuration: Configuration,
  { url = ownAddress(configuration), key }: AskedServer,
  path: string,
  document: object,
  answer: Answer,
): Promise<z.output<Answer>> {
  const token = key ?? configuration.adminKey;
  if (token === null) {
    throw new BellwetherError('unauthenticated', 'set BELLWETHER_ADMIN_KEY, or give --key');
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new BellwetherError('invalid', '--url takes an address such as http://127.0.0.1:8787');
  }
  const response = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(document),
    // A key never follows to another place by itself.
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    const message = `no server answers at ${url}: start it, or give --url`;
    throw new BellwetherError('unavailable', message, { cause });
  });
  const text = await response.text();
  if (!response.ok) throw refusalOf(response.status, text);
  return answer.parse(JSON.parse(text));
}
