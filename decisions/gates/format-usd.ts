/**
 * An amount of whole dollars, for sentences.
 * @example formatUsd(9000) // '$9,000'
 */
export function formatUsd(amount: number): string {
  return `$${Math.round(amount).toLocaleString('en-US')}`;
}
