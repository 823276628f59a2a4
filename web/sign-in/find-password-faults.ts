const MIN_LENGTH = 12;
const MAX_LENGTH = 200;

/**
 * What is wrong with a password that somebody chooses, by field.
 * @example findPasswordFaults('short', 'short').password // 'At least 12 characters.'
 */
export function findPasswordFaults(
  password: string,
  again: string,
): { password?: string; again?: string } {
  if (password.length < MIN_LENGTH) return { password: `At least ${MIN_LENGTH} characters.` };
  if (password.length > MAX_LENGTH) return { password: `At most ${MAX_LENGTH} characters.` };
  return password === again ? {} : { again: 'The two are not the same.' };
}
