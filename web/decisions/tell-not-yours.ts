import type { DecisionItem } from '../../decisions/signing/decision.ts';
import type { SigningView } from '../../decisions/signing/signing-view.ts';

/** Why the reader gives none of the signatures that a decision waits for; null where they may. */
export function tellNotYours(
  { signatures }: Pick<DecisionItem, 'signatures'>,
  { you }: Pick<SigningView, 'you'>,
): string | null {
  if (you.waiting_as !== null) return null;
  if (you.person !== null && signatures.some(({ person }) => person === you.person)) {
    return 'You have signed it: every signature is another person’s.';
  }
  return you.owns_build
    ? 'You own the build, so others sign it.'
    : 'None of the missing signatures is yours to give.';
}
