import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { ClientAddress, Redemption } from './sign-in.ts';

type Throttled = Extract<Redemption, { kind: 'throttled' }>;

const WINDOW_SECONDS = 15 * 60;
/** Tries on one account: a person who forgot needs fewer, and guessing gets nowhere with them. */
const TRIES_ON_AN_ACCOUNT = 10;
/** Tries from one address: an office behind one address has many people. */
const TRIES_FROM_AN_ADDRESS = 100;
/** Wrong links a minute: guessing 256 bits needs none of them. */
const WRONG_TOKENS_A_MINUTE = 20;

/** Keeps passwords from being guessed. A right one too has to wait, or its answer would tell. */
export interface SignInLimits {
  /** Counts a try; what to answer where there were too many. */
  admit(account: string, address: ClientAddress): Promise<Throttled | null>;
  /** Takes back what tries counted, after a right one. */
  forgive(account: string, address: ClientAddress): Promise<void>;
  /** Counts a wrong link; what to answer where there were too many. */
  countWrongToken(): Promise<Throttled | null>;
}

async function consume(by: RateLimiterMemory, name: string): Promise<Throttled | null> {
  try {
    await by.consume(name);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { kind: 'throttled', retryAfterSeconds: Math.ceil(refusal.msBeforeNext / 1000) };
  }
}

/** Counts in memory: a restart forgives everybody. */
export function createSignInLimits(): SignInLimits {
  const accounts = new RateLimiterMemory({
    points: TRIES_ON_AN_ACCOUNT,
    duration: WINDOW_SECONDS,
  });
  const addresses = new RateLimiterMemory({
    points: TRIES_FROM_AN_ADDRESS,
    duration: WINDOW_SECONDS,
  });
  const tokens = new RateLimiterMemory({ points: WRONG_TOKENS_A_MINUTE, duration: 60 });
  const nameOf = (account: string): string => account.trim().toLowerCase();
  return {
    async admit(account, address) {
      const byAddress = address === null ? null : await consume(addresses, address);
      return byAddress ?? consume(accounts, nameOf(account));
    },
    async forgive(account, address) {
      await accounts.delete(nameOf(account));
      if (address !== null) await addresses.reward(address);
    },
    countWrongToken: () => consume(tokens, 'all'),
  };
}
