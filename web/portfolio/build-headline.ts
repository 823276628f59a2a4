import type { Verdict } from '../../decisions/policy/policy.ts';
import { formatPlural } from '../format/number.ts';
import type { PortfolioTotals } from './build-portfolio-totals.ts';

/** A piece of the headline; one with a verdict is written in its colour. */
export interface HeadlinePiece {
  readonly text: string;
  readonly verdict: Verdict | null;
}

const PHRASES: Readonly<Record<Verdict, (count: number) => string>> = {
  scale: (count) => `${count} to scale`,
  hold: (count) => `${count} to hold`,
  redesign: (count) => `${count} to redesign`,
  stop: (count) => `${count} to stop`,
};

/**
 * The portfolio in one sentence: "8 workloads: 2 to scale, 4 to hold, 1 to redesign and 1 to stop."
 * Verdicts that nothing has are left out; what is retired is told apart.
 */
export function buildHeadline(totals: PortfolioTotals): readonly HeadlinePiece[] {
  const present = totals.byVerdict.filter(({ count }) => count > 0);
  const { workloads, retired } = totals;
  const count = formatPlural(workloads, 'workload');
  const pieces: HeadlinePiece[] = [
    { text: present.length === 0 ? `${count}.` : `${count}: `, verdict: null },
  ];
  present.forEach(({ verdict, count }, index) => {
    pieces.push({ text: PHRASES[verdict](count), verdict });
    const isLast = index === present.length - 1;
    pieces.push({
      text: isLast ? '.' : index === present.length - 2 ? ' and ' : ', ',
      verdict: null,
    });
  });
  if (retired > 0) pieces.push({ text: ` ${retired} retired.`, verdict: null });
  return pieces;
}
