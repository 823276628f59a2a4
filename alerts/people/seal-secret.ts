import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Length of the nonce of a seal, in bytes. */
export const SEAL_NONCE_BYTES = 12;
const TAG_BYTES = 16;
const MARK = 'sealed:';

/**
 * Encrypts a secret for a document that others may read (AES-256-GCM).
 * @param key 32 bytes
 * @param nonce {@link SEAL_NONCE_BYTES} random bytes, never used before with this key
 */
export function sealSecret(text: string, key: Buffer, nonce: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return MARK + Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString('base64');
}

/**
 * The secret of a seal.
 * @throws Error where the key is another, or the text was changed or is no seal
 */
export function openSecret(sealed: string, key: Buffer): string {
  if (!sealed.startsWith(MARK)) throw new Error('the secret is not sealed');
  const bytes = Buffer.from(sealed.slice(MARK.length), 'base64');
  const tagEnd = SEAL_NONCE_BYTES + TAG_BYTES;
  const nonce = bytes.subarray(0, SEAL_NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(SEAL_NONCE_BYTES, tagEnd));
  return Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]).toString(
    'utf8',
  );
}
