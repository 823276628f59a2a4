/** One thing wrong with what was sent: where, as a dotted path, and what. */
export interface ProblemError {
  readonly path: string;
  readonly message: string;
}

/** An answer that is not the one asked for: a problem the server described, or no answer at all. */
export class ApiError extends Error {
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What is wrong where, as far as the server said. */
  readonly errors: readonly ProblemError[];

  constructor(status: number, title: string, detail: string, errors: readonly ProblemError[] = []) {
    super(detail === '' ? title : `${title}: ${detail}`);
    this.name = 'ApiError';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }
}

/** Whether asking again may help: no answer, too many questions, or a fault of the server. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.status === 0 || error.status === 429 || error.status >= 500;
}
