/** What a server answered; status 0 where none did. */
export interface ClientAnswer {
  readonly status: number;
  /** The header `Retry-After`; null for none. */
  readonly retryAfter: string | null;
  readonly text: string;
}

/** One event of a request that was not taken. */
export interface Rejection {
  readonly index: number;
  readonly path: string;
  readonly message: string;
}

/** What an answer means for the events of the request. */
export type AnswerMeaning =
  | {
      readonly kind: 'taken';
      readonly accepted: number;
      readonly duplicates: number;
      readonly rejected: readonly Rejection[];
    }
  /** Nothing was taken; without these events the rest may be. */
  | { readonly kind: 'some_forbidden'; readonly rejected: readonly Rejection[] }
  | { readonly kind: 'too_large' }
  /** Nothing was taken, and the same request would fail again. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** Busy or away: again, soon. */
  | { readonly kind: 'later'; readonly message: string }
  /** A wrong key or address: again, rarely, in case it is put right. */
  | { readonly kind: 'refused'; readonly message: string };

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

function parse(text: string): Json {
  try {
    const value = JSON.parse(text) as unknown;
    return isObject(value) ? value : {};
  } catch {
    // Whatever it is, it is no answer of Bellwether.
    return {};
  }
}

function listOf(value: unknown, indexOf: (item: Json) => number): Rejection[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((item) => ({
    index: indexOf(item),
    path: typeof item['path'] === 'string' ? item['path'] : '',
    message: typeof item['message'] === 'string' ? item['message'] : '',
  }));
}

const FORBIDDEN_EVENT = /^(\d+)\.workload$/;

function forbidden(answer: Json, message: string): AnswerMeaning {
  const rejected = listOf(answer['errors'], ({ path }) =>
    Number(FORBIDDEN_EVENT.exec(String(path))?.[1] ?? -1),
  ).filter(({ index }) => index >= 0);
  if (rejected.length === 0) return { kind: 'refused', message };
  const named = rejected.map((rejection) => ({ ...rejection, path: 'workload' }));
  return { kind: 'some_forbidden', rejected: named };
}

/** Reads an answer; anything unforeseen means sending again, which counts nothing twice. */
export function readAnswer({ status, text }: ClientAnswer): AnswerMeaning {
  const answer = parse(text);
  const detail = typeof answer['detail'] === 'string' ? `: ${answer['detail']}` : '';
  const message = status === 0 ? `no answer: ${text}` : `the server answered ${status}${detail}`;
  if (status === 202) {
    const { accepted, duplicates } = answer;
    if (typeof accepted !== 'number' || typeof duplicates !== 'number') {
      return { kind: 'refused', message: 'what answers there is not Bellwether' };
    }
    const rejected = listOf(answer['rejected'], ({ index }) => Number(index));
    return { kind: 'taken', accepted, duplicates, rejected };
  }
  if (status === 413) return { kind: 'too_large' };
  if (status === 400) return { kind: 'unreadable', message };
  if (status === 403) return forbidden(answer, message);
  if (status === 0 || status === 408 || status === 429 || status >= 500) {
    return { kind: 'later', message };
  }
  return { kind: 'refused', message };
}
