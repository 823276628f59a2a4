import type { ModeSetting } from './reach.ts';

/**
 * A mode in words.
 * @example modeInWords({ mode: 'limited', percent: 10 }) // 'limited to 10 %'
 * @example modeInWords({ mode: 'review', percent: 10 }) // 'review for 10 %'
 */
export function modeInWords({ mode, percent }: ModeSetting): string {
  if (mode === 'limited') return `limited to ${percent ?? 0} %`;
  return percent === null ? mode : `${mode} for ${percent} %`;
}
