/** Why somebody came back from the identity provider without a session, in words for them. */
const PROBLEMS = {
  no_role:
    'You are signed in at your organisation, but none of your groups has a role in Bellwether. Ask an admin of Bellwether to map one of them.',
  disabled: 'Your access to Bellwether was disabled. An admin can enable it again.',
  email_taken:
    'Another person in Bellwether has your email. If that is you, sign in with your password, or ask an admin to let you come by single sign-on.',
  email_unverified:
    'Your organisation has not verified your email. Verify it there, then try again.',
  last_admin:
    'Your groups would take the last admin of Bellwether away. Somebody else has to become one first.',
  expired: 'The sign-in took too long, or began in another browser. Try again.',
  failed: 'The answer of your organisation’s sign-in could not be used. Try again.',
  unavailable: 'Your organisation’s sign-in does not answer. Try again later, or use a password.',
} as const;
export type SignInProblem = keyof typeof PROBLEMS;

/** The part of the address that says what the sign-in page shows. */
export interface SignInSearch {
  problem?: SignInProblem | undefined;
}

const isProblem = (text: unknown): text is SignInProblem =>
  typeof text === 'string' && Object.hasOwn(PROBLEMS, text);

/** Keeps what makes sense of an address, drops the rest. */
export const readSignInSearch = ({ problem }: Record<string, unknown>): SignInSearch =>
  isProblem(problem) ? { problem } : {};

export const tellProblem = (problem: SignInProblem): string => PROBLEMS[problem];
