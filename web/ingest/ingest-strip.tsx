import { Link } from '@tanstack/react-router';
import type { IngestStatus } from '../api/queries.ts';
import { Explain } from '../parts/explain.tsx';
import { buildIngestFigures, type IngestFigure } from './build-ingest-figures.ts';
import { buildRateBars, RATE_BARS_HEIGHT, RATE_BARS_WIDTH } from './build-rate-bars.ts';
import styles from './ingest-strip.module.css';

/** How ingest is doing, in one strip. */
export function IngestStrip({ status }: { status: IngestStatus }) {
  return (
    <dl className={styles.strip}>
      {buildIngestFigures(status).map((figure) => (
        <div key={figure.id} className={styles.cell} data-tone={figure.tone}>
          <dt className={styles.name}>{figure.name}</dt>
          <dd className={styles.figure}>
            <Explain text={figure.explanation}>{figure.figure}</Explain>
            {figure.id === 'rate' && <RateLine status={status} />}
          </dd>
          <dd className={styles.aside}>
            <Aside figure={figure} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Aside({ figure: { id, tone, aside } }: { figure: IngestFigure }) {
  if (id !== 'rejected' || tone !== 'bad') return aside;
  return (
    <Link to="/ingest" search={{ tab: 'quarantine' }} resetScroll={false}>
      {aside}
    </Link>
  );
}

function RateLine({ status: { recent_rates } }: { status: IngestStatus }) {
  const shape = buildRateBars(recent_rates.map(({ per_second }) => per_second));
  if (shape === null) return null;
  const base = RATE_BARS_HEIGHT - 0.5;
  return (
    <svg
      aria-hidden="true"
      className={styles.rates}
      width={RATE_BARS_WIDTH}
      height={RATE_BARS_HEIGHT}
      viewBox={`0 0 ${RATE_BARS_WIDTH} ${RATE_BARS_HEIGHT}`}
    >
      <line className={styles.unwatched} x1={0} x2={shape.fromX} y1={base} y2={base} />
      <line x1={shape.fromX} x2={RATE_BARS_WIDTH} y1={base} y2={base} />
      {shape.bars.map(({ x, height }) => (
        <rect key={x} x={x + 0.25} y={RATE_BARS_HEIGHT - 1 - height} width="1.5" height={height} />
      ))}
    </svg>
  );
}
