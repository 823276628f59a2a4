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
 * The portfolio in one sentence: "8 workloads: 2 to scale, 4 to hold, 1 to redesign, 1 to stop."
 * Verdicts that nothing has are left out.
 */
export function buildHeadline(totals: PortfolioTotals): readonly HeadlinePiece[] {
  const present = totals.byVerdict.filter(({ count }) => count > 0);
  const pieces: HeadlinePiece[] = [
    { text: `${formatPlural(totals.workloads, 'workload')}: `, verdict: null },
  ];
  present.forEach(({ verdict, count }, index) => {
    pieces.push({ text: PHRASES[verdict](count), verdict });
    const isLast = index === present.length - 1;
    pieces.push({
      text: isLast ? '.' : index === present.length - 2 ? ' and ' : ', ',
      verdict: null,
    });
  });
  return pieces;
}
