/** One POST to a receiver. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a receiver answered. */
export interface PostAnswer {
  readonly status: number;
  /** Of the header `retry-after`, where it holds seconds. */
  readonly retryAfterSeconds: number | null;
  /** The beginning of the answer. */
  readonly text: string;
}

/** Posts once. Rejects, in words for people, where no answer comes or the address is refused. */
export type Post = (request: PostRequest, signal: AbortSignal) => Promise<PostAnswer>;

/** A mail to be sent. */
export interface Mail {
  /** Of the server, `smtp:` or `smtps:`, with user and password. */
  readonly server: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same when it is sent again. */
  readonly messageId: string;
}

/** Hands a mail to its server. Rejects, in words for people, where that does not take it. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<void>;

/** What became of an attempt to deliver. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'failed';
      /** Whose fault it is: a receiver that takes nothing, or one delivery that it does not take. */
      readonly scope: 'receiver' | 'delivery';
      readonly reason: string;
      /** When the receiver asks to be tried again; null: it does not say. */
      readonly retryAfterSeconds: number | null;
    };

/** Statuses that speak about what was sent, not about who received it. */
const ABOUT_THE_BODY = new Set([400, 409, 413, 422]);
const MAX_QUOTE = 200;

/** A failed attempt. */
export function failure(
  reason: string,
  scope: 'receiver' | 'delivery' = 'receiver',
  retryAfterSeconds: number | null = null,
): SendOutcome {
  return { kind: 'failed', scope, reason, retryAfterSeconds };
}

/** What an answer means. Redirects are not followed, so they are failures. */
export function judgeAnswer({ status, text, retryAfterSeconds }: PostAnswer): SendOutcome {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status >= 300 && status < 400)
    return failure(`answered ${status}: redirects are not followed`);
  const quote = text
    .replaceAll(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, MAX_QUOTE);
  const reason = quote === '' ? `answered ${status}` : `answered ${status}: ${quote}`;
  return failure(reason, ABOUT_THE_BODY.has(status) ? 'delivery' : 'receiver', retryAfterSeconds);
}
