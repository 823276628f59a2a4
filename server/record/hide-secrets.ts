import type { DocumentChange } from '../../core/describe-change.ts';

/** What stands in the place of a secret. */
export const LEFT_OUT = '[left out]';

/** Names of members that hold a secret, or what one could be guessed from. */
const SECRET_NAME =
  /secret|password|passphrase|sealed|credential|private_key|routing_key|(^|_)(token|salt)$|^hash$|^(key|token|link|invite|session|code)_hash$/i;

/** Texts that are secrets by their own form: sealed ones, and hashes of passwords. */
const SECRET_TEXT = /^(sealed:|\$argon2|\$scrypt|\$2[aby]\$)/;

const isSecret = (name: string, value: unknown): boolean =>
  value !== null && value !== undefined && SECRET_NAME.test(name);

/** A value of a document without its secrets: each becomes {@link LEFT_OUT}. */
export function hideSecrets(value: unknown): unknown {
  if (typeof value === 'string') return SECRET_TEXT.test(value) ? LEFT_OUT : value;
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecret(name, member) ? LEFT_OUT : hideSecrets(member),
    ]),
  );
}

/** The same for one change: that a secret changed is told, and nothing else of it. */
export function hideSecretsOfChange({ path, ...sides }: DocumentChange): DocumentChange {
  const hide = (value: unknown): unknown =>
    path.some((name) => isSecret(name, value)) ? LEFT_OUT : hideSecrets(value);
  return {
    path,
    ...('before' in sides ? { before: hide(sides.before) } : {}),
    ...('after' in sides ? { after: hide(sides.after) } : {}),
  };
}
