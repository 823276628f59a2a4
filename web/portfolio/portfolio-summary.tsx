import { formatCount, formatUsd, formatUsdExact, NOTHING } from '../format/number.ts';
import { formatSignal } from '../format/unit.ts';
import { Explain, explained } from '../parts/explain.tsx';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import { VERDICT_LOOK } from '../theme/verdict-look.ts';
import type { PortfolioTotals } from './build-portfolio-totals.ts';
import styles from './portfolio-summary.module.css';

const NAMED = 2;

/** The whole portfolio in one strip: how many of each verdict, and the money. */
export function PortfolioSummary({ totals }: { totals: PortfolioTotals }) {
  return (
    <dl className={styles.strip}>
      {totals.byVerdict.map(({ verdict, count, titles }) => (
        <div
          key={verdict}
          className={styles.cell}
          data-none={count === 0}
          {...explained(VERDICT_LOOK[verdict].meaning)}
        >
          <dt className={styles.name}>
            <VerdictShapeIcon verdict={verdict} />
            {VERDICT_LOOK[verdict].word}
          </dt>
          <dd className={styles.figure}>{formatCount(count)}</dd>
          <dd className={styles.aside}>{nameSome(titles)}</dd>
        </div>
      ))}
      <Money name="Value a month" amount={totals.value} of={totals.workloads} />
      <Money name="Cost a month" amount={totals.cost} of={totals.workloads} />
      <Net totals={totals} />
    </dl>
  );
}

function nameSome(titles: readonly string[]): string {
  if (titles.length === 0) return 'none';
  const more = titles.length - NAMED;
  return titles.slice(0, NAMED).join(', ') + (more > 0 ? ` +${more}` : '');
}

interface MoneyProps {
  name: string;
  amount: PortfolioTotals['value'];
  of: number;
}

function Money({ name, amount: { usd, known }, of }: MoneyProps) {
  const coverage = known === of ? 'all workloads' : `known for ${known} of ${of}`;
  const text = `${name}\t${usd === null ? 'not known' : formatUsdExact(usd)}\nUnit\tUSD, total\nWindow\tthe 30 days before\nWorkloads\t${coverage}`;
  return (
    <div className={styles.cell} data-none={usd === null}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.figure}>
        <Explain text={text}>{usd === null ? NOTHING : formatUsd(usd)}</Explain>
      </dd>
      <dd className={styles.aside}>{coverage}</dd>
    </div>
  );
}

function Net({ totals: { net, workloads } }: { totals: PortfolioTotals }) {
  const explanation =
    net === null
      ? 'No workload states both what it is worth and what it costs.'
      : `Value less cost\t${formatUsdExact(net.usd)}\nUnit\tUSD, total\nWindow\tthe 30 days before\nWorkloads\t${net.known}, those of which both are known`;
  return (
    <div className={styles.cell} data-none={net === null}>
      <dt className={styles.name}>Net a month</dt>
      <dd className={styles.figure}>
        <Explain text={explanation}>{net === null ? NOTHING : formatUsd(net.usd)}</Explain>
      </dd>
      <dd className={styles.aside}>
        {net === null || net.ratio === null
          ? 'return not known'
          : `${formatSignal(net.ratio, { signal: 'roi', unit: 'ratio' })} return${net.known < workloads ? `, ${net.known} of ${workloads}` : ''}`}
      </dd>
    </div>
  );
}
