import { formatFixed, threeDigits, THIN } from './number.ts';

const STEPS = [
  { from: 1024 ** 3, unit: 'GiB' },
  { from: 1024 ** 2, unit: 'MiB' },
  { from: 1024, unit: 'KiB' },
] as const;

/**
 * A size on disk or on the wire, in steps of 1,024.
 * @example formatBytes(1_536) // '1.50 KiB'
 */
export function formatBytes(bytes: number): string {
  const step = STEPS.find(({ from }) => bytes >= from);
  if (step === undefined) return `${formatFixed(bytes, 0)}${THIN}B`;
  const amount = bytes / step.from;
  const digits = Number.isInteger(amount) ? 0 : threeDigits(amount);
  return `${formatFixed(amount, digits)}${THIN}${step.unit}`;
}
