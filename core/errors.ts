/** What can go wrong, in words every transport maps once to its own codes. */
export type ErrorCode =
  | 'unparsable'
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale_version'
  | 'too_large'
  | 'unsupported_type'
  | 'too_many_requests'
  | 'unavailable';

/** One thing wrong with an input: where (dotted path) and what. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** The one error that rooms throw for faults a caller is told about. */
export class BellwetherError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[];
  /** Seconds after which a retry makes sense, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'BellwetherError';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
