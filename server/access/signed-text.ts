import { createHmac, timingSafeEqual } from 'node:crypto';

/** Compares texts without telling by the time it takes where they differ. */
export function isSameText(a: string, b: string, key: Buffer): boolean {
  const [left, right] = [a, b].map((text) => createHmac('sha256', key).update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

const signatureOf = (purpose: string, content: string, key: Buffer): string =>
  createHmac('sha256', key).update(`${purpose}.${content}`).digest('base64url');

/**
 * A text that a browser keeps and cannot change.
 * @param purpose texts of one are none of another
 */
export const signText = (purpose: string, content: string, key: Buffer): string =>
  `${content}.${signatureOf(purpose, content, key)}`;

/** The content of a signed text; null when forged, changed, or of another purpose. */
export function readSigned(purpose: string, text: string, key: Buffer): string | null {
  const end = text.lastIndexOf('.');
  const content = text.slice(0, Math.max(end, 0));
  return isSameText(text.slice(end + 1), signatureOf(purpose, content, key), key) ? content : null;
}
