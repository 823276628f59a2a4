const BODY_DIGITS = 24;
const CHECK_DIGITS = 8;
const TAG = /^hash:([0-9a-f]{24})([0-9a-f]{8})$/;

/**
 * Makes `hash:` and 32 hex digits of a text; a tag made here stays as it is. The last digits vouch for
 * the first, so a sender can't pass a text of their own off as hashed.
 * @param hash keyed hash in at least 24 hex digits
 */
export function createHashTag(hash: (text: string) => string): (text: string) => string {
  const checkOf = (body: string): string => hash(`redacted check\n${body}`).slice(0, CHECK_DIGITS);
  return (text) => {
    const [, body, check] = TAG.exec(text) ?? [];
    if (body !== undefined && check === checkOf(body)) return text;
    const fresh = hash(`redacted\n${text}`).slice(0, BODY_DIGITS);
    return `hash:${fresh}${checkOf(fresh)}`;
  };
}
