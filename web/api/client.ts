import { hc, parseResponse } from 'hono/client';
import type { AppType } from '../../server/app.ts';
import { ApiError, type ProblemError } from './api-error.ts';

interface ProblemBody {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly errors?: unknown;
}

const isProblemError = (value: unknown): value is ProblemError =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  'message' in value &&
  typeof value.path === 'string' &&
  typeof value.message === 'string';

async function readProblem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  const title =
    typeof body.title === 'string' ? body.title : `The server answered ${response.status}`;
  const detail = typeof body.detail === 'string' ? body.detail : '';
  const errors = Array.isArray(body.errors) ? body.errors.filter(isProblemError) : [];
  return new ApiError(response.status, title, detail, errors);
}

/** A fetch whose every failure is an ApiError; what it returns is JSON or has no body. */
async function fetchOrThrow(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(
      0,
      'The server cannot be reached',
      'It may be restarting, or the network is down.',
    );
  }
  if (!response.ok) throw await readProblem(response);
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  if (response.status !== 204 && !isJson) {
    throw new ApiError(
      response.status,
      'Not an answer of Bellwether',
      'Something else answers at this address.',
    );
  }
  return response;
}

/** The server's interface, typed by the server's own routes. */
export const api = hc<AppType>(globalThis.location?.origin ?? '/', { fetch: fetchOrThrow }).api;

/** The body of a successful answer. */
export const answer = parseResponse;
