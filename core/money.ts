/** The largest amount one event or document may state, in USD: above it lies a unit mistake. */
export const MAX_MONEY_USD = 1e9;

/** Money is kept in whole nano-dollars (1e-9 USD), so that sums of prices per token are exact. */
export const NANO_USD = 1e9;

/**
 * The whole nano-dollars nearest to an amount.
 * @param usd amount in USD, |usd| ≤ 1e9
 * @example usdToNano(0.000002) // 2000n
 */
export function usdToNano(usd: number): bigint {
  const whole = Math.trunc(usd);
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((usd - whole) * NANO_USD));
}

/**
 * An amount rounded to whole nano-dollars: takes away what adding exact amounts as floating numbers
 * left behind.
 * @param usd |usd| < 9e6 keeps every nano-dollar; above, as many digits as a double has
 * @example roundUsd(38.087115999999995) // 38.087116
 */
export function roundUsd(usd: number): number {
  return Math.round(usd * NANO_USD) / NANO_USD;
}
