import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import type { Configuration } from '../configuration.ts';
import { codeOfStatus, problem } from '../problem.ts';
import { ownAddress, requireAddress, requireKey } from './own-address.ts';

/** Erasing rewrites what it touches of a table, which may take minutes on a large one. */
const ANSWER_TIMEOUT_MS = 15 * 60_000;

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

/** A request of a command; without a document nothing is sent along. */
export interface CommandRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly document?: object;
}

/**
 * Sends a request to the running server.
 * @returns an answer that is no refusal
 * @throws BellwetherError in the server's own words; `unavailable` where none answers
 */
export async function fetchServer(
  configuration: Configuration,
  asked: AskedServer,
  { method, path, document }: CommandRequest,
): Promise<Response> {
  const token = requireKey(asked.key ?? configuration.adminKey);
  const url = requireAddress(asked.url ?? ownAddress(configuration));
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, url), {
    method,
    ...(document === undefined
      ? { headers }
      : {
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(document),
        }),
    // A key never follows to another place by itself.
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    const message = `no server answers at ${url}: start it, or give --url`;
    throw new BellwetherError('unavailable', message, { cause });
  });
  if (!response.ok) throw refusalOf(response.status, await response.text());
  return response;
}

/**
 * Asks the running server and reads its answer.
 * @param document posted; null: nothing is sent, only asked for
 * @throws BellwetherError as `fetchServer` does; `unavailable` where something else answers
 */
export async function callServer<Answer extends z.ZodType>(
  configuration: Configuration,
  asked: AskedServer,
  path: string,
  document: object | null,
  answer: Answer,
): Promise<z.output<Answer>> {
  const response = await fetchServer(
    configuration,
    asked,
    document === null ? { method: 'GET', path } : { method: 'POST', path, document },
  );
  const text = await response.text();
  try {
    return answer.parse(JSON.parse(text));
  } catch (cause) {
    const message = `${asked.url ?? ownAddress(configuration)} answers, but not as Bellwether would`;
    throw new BellwetherError('unavailable', message, { cause });
  }
}
