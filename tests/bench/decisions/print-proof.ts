import { VERDICTS } from '../../../decisions/policy/policy.ts';
import type { confusionMatrix, ConfusionRow } from './confusion.ts';
import type { Coverage } from './cover-methods.ts';
import type { ProofFigure } from './proof-figures.ts';

const percent = (share: number): string => `${Number((100 * share).toFixed(1))} %`;
const oneDecimal = (value: number): string => String(Number(value.toFixed(1)));

/** Every scenario with the verdicts that are right in it. */
export function printRows(rows: readonly ConfusionRow[]): void {
  console.log(
    '\nIn each scenario: the right verdict, the day from which it is right, and what was published.',
  );
  console.table(
    rows.map((row) => ({
      scenario: row.scenario,
      right: row.right,
      'from day': row.fromDay,
      'by day': row.byDay,
      'right by then': percent(row.onTime),
      'median day': row.medianDay === null ? '' : oneDecimal(row.medianDay),
      'back to hold': percent(row.lost),
      'ever wrong': percent(row.wrong),
    })),
  );
}

/** What was published on days on which something was right, all scenarios counting alike. */
export function printMatrix(matrix: ReturnType<typeof confusionMatrix>): void {
  console.log(
    '\nOf the days on which a verdict is right (rows), the share on which each was published.',
  );
  console.table(
    Object.fromEntries(
      VERDICTS.map((right) => {
        const days = VERDICTS.reduce((sum, published) => sum + matrix[right][published], 0);
        const shares = VERDICTS.map((published) => [
          published,
          days === 0 ? '' : percent(matrix[right][published] / days),
        ]);
        return [right, Object.fromEntries(shares)];
      }),
    ),
  );
}

/** How often each method's interval at 95 % held the truth; nothing where none was simulated. */
export function printCoverage(coverage: readonly Coverage[]): void {
  if (coverage.length === 0) return;
  console.log(
    '\nIntervals at 95 %: the share of histories in which the truth lay inside at every look.',
  );
  console.table(
    coverage.map(({ method, data, held, atLeast }) => ({
      method,
      data,
      held: percent(held),
      goal: `≥ ${percent(atLeast)}`,
      verdict: held >= atLeast ? 'reached' : 'missed',
    })),
  );
}

/** The proof of quality: figure, goal, verdict. */
export function printFigures(figures: readonly ProofFigure[]): void {
  console.log('\nProof of quality');
  console.table(
    figures.map(({ name, value, unit, atMost, histories }) => ({
      figure: name,
      value: value === null ? 'n/a' : `${Number(value.toPrecision(3))} ${unit}`,
      goal: atMost === null ? '' : `≤ ${atMost} ${unit}`,
      verdict: atMost === null || value === null ? '' : value <= atMost ? 'reached' : 'missed',
      histories,
    })),
  );
}
