import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { retryAfterMs } from '../client/retry-after.ts';
import type { BatchReceipt } from './import-state.ts';
import type { RecordBatch } from './record-batches.ts';

/** An answer over HTTP, as far as an import looks at it. */
export interface PostAnswer {
  readonly status: number;
  /** The header `Retry-After`; null for none. */
  readonly retryAfter: string | null;
  readonly text: string;
}

/** What sending needs of the outside world. */
export interface SendDeps {
  /** Posts to the server's events; throws where no answer comes. */
  readonly post: (body: Uint8Array<ArrayBuffer>, contentType: string) => Promise<PostAnswer>;
  /** Resolves after some milliseconds; rejects when the import is told to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told before each wait. */
  readonly onWait: (reason: string, waitMs: number) => void;
  /** How long the same batch is tried before giving up. */
  readonly patienceMs: number;
  /** Whether the import has been told to stop. */
  readonly isStopping: () => boolean;
}

const receipt = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.object({ index: z.number(), path: z.string(), message: z.string() })),
});

const problem = z.object({ detail: z.string() });

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
const SHOWN_CHARACTERS = 200;

/** What a refusal means for whoever runs the import. */
const REFUSALS: Readonly<
  Record<number, readonly ['unauthenticated' | 'forbidden' | 'too_large', string]>
> = {
  401: ['unauthenticated', 'the server does not know this key'],
  403: ['forbidden', 'this key may not send these events'],
  413: ['too_large', 'the server, or a proxy before it, takes smaller requests only'],
};

const isBusy = (status: number): boolean => status === 429 || status >= 500;

function detailOf(text: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // A proxy's page rather than the server's answer.
    return text.slice(0, SHOWN_CHARACTERS);
  }
  return problem.safeParse(answer).data?.detail ?? text.slice(0, SHOWN_CHARACTERS);
}

function refusal({ status, text }: PostAnswer): BellwetherError {
  const [code, meaning] =
    REFUSALS[status] ?? (['invalid', `the server answered ${status}`] as const);
  return new BellwetherError(code, `${meaning}: ${detailOf(text)}`);
}

function readReceipt({ text }: PostAnswer): BatchReceipt {
  try {
    return receipt.parse(JSON.parse(text));
  } catch (cause) {
    throw new BellwetherError('invalid', 'what answers there is not Bellwether', { cause });
  }
}

/** What to wait for and how long; null where the answer is final. */
function waitFor(answer: PostAnswer | Error, attempt: number, nowMs: number) {
  const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  if (answer instanceof Error) {
    const { cause } = answer;
    const more = cause instanceof Error ? ` (${cause.message})` : '';
    return { reason: `the server does not answer: ${answer.message}${more}`, waitMs: doubled };
  }
  if (!isBusy(answer.status)) return null;
  return {
    reason: `the server answered ${answer.status}: ${detailOf(answer.text)}`,
    waitMs: Math.max(FIRST_WAIT_MS, retryAfterMs(answer.retryAfter, nowMs) ?? doubled),
  };
}

/** Posts until an answer is final, waiting as long as the server asks. */
async function postPatiently(
  deps: SendDeps,
  body: Uint8Array<ArrayBuffer>,
  contentType: string,
): Promise<PostAnswer> {
  const startedMs = deps.now();
  for (let attempt = 0; ; attempt += 1) {
    const answer = await deps.post(body, contentType).catch((error: unknown) => {
      if (error instanceof Error && !deps.isStopping()) return error;
      throw error;
    });
    const nowMs = deps.now();
    const wait = waitFor(answer, attempt, nowMs);
    if (!wait && !(answer instanceof Error)) return answer;
    const { reason, waitMs } = wait ?? { reason: '', waitMs: 0 };
    if (nowMs + waitMs - startedMs > deps.patienceMs) {
      throw new BellwetherError('unavailable', reason, {
        cause: answer instanceof Error ? answer : undefined,
      });
    }
    deps.onWait(reason, waitMs);
    await deps.sleep(waitMs);
  }
}

/** The records as a list of texts: where no line is JSON, only a list gets them into quarantine. */
function asTexts({ records }: RecordBatch): Uint8Array<ArrayBuffer> {
  const sent = records.filter(({ body }) => body.length > 0);
  return Buffer.from(JSON.stringify(sent.map(({ body }) => Buffer.from(body).toString('utf8'))));
}

/**
 * Sends a batch until the server has answered for it.
 * @throws BellwetherError `unauthenticated`, `forbidden`, `too_large` or `invalid` where it refuses the
 *   request as a whole, `unavailable` where it had no answer for longer than the patience
 */
export async function sendBatch(deps: SendDeps, batch: RecordBatch): Promise<BatchReceipt> {
  if (batch.body.length === 0) return { accepted: 0, duplicates: 0, rejected: [] };
  let answer = await postPatiently(deps, batch.body, 'application/x-ndjson');
  if (answer.status === 400) {
    answer = await postPatiently(deps, asTexts(batch), 'application/json');
  }
  if (answer.status !== 202) throw refusal(answer);
  return readReceipt(answer);
}
