import { memo, useMemo, type MouseEvent } from 'react';
import type { PortfolioItem } from '../../decisions/assessment/portfolio.ts';
import { explained } from '../parts/explain.tsx';
import { useSize, type Size } from '../parts/use-size.ts';
import { VerdictShapeIcon } from '../parts/verdict-mark.tsx';
import {
  buildPortfolioMap,
  type MapPoint,
  type PortfolioMap as Shape,
} from './build-portfolio-map.ts';
import styles from './portfolio-map.module.css';
import { useOpenWorkload } from './use-open-workload.ts';

/** Return per dollar against the burden of running it; the table holds the same in figures. */
export const PortfolioMap = memo(function PortfolioMap({
  items,
}: {
  items: readonly PortfolioItem[];
}) {
  const [ref, size] = useSize();
  const map = useMemo(() => buildPortfolioMap(items, size.width, size.height), [items, size]);
  return (
    <figure className={styles.map}>
      <figcaption className={styles.caption}>
        <h2>Return against operating burden</h2>
        <p className={styles.axis} aria-hidden="true">
          Up: value per dollar of cost. Right: share of required operations signals that do not
          pass.
        </p>
        <span className="hidden-visually">
          A map of {map.points.length} workloads. The table below holds the same figures.
        </span>
      </figcaption>
      <div ref={ref} className={styles.canvas} data-chart="">
        {size.width > 0 && <Drawing map={map} size={size} />}
      </div>
      {map.leftOut.length > 0 && <LeftOut titles={map.leftOut} />}
    </figure>
  );
});

function Drawing({ map, size }: { map: Shape; size: Size }) {
  const { plot, breakEven } = map;
  const { open } = useOpenWorkload();
  function follow(event: MouseEvent): void {
    const point = event.target instanceof Element ? event.target.closest('[data-workload]') : null;
    const id = point?.getAttribute('data-workload');
    if (id) open(id);
  }
  return (
    <svg
      aria-hidden="true"
      width={size.width}
      height={size.height}
      viewBox={`0 0 ${size.width} ${size.height}`}
      onClick={follow}
    >
      <rect
        className={styles.ground}
        x={plot.left}
        y={plot.top}
        width={plot.right - plot.left}
        height={Math.max(0, breakEven.y - plot.top)}
      />
      {map.yTicks.map(({ at, text }) => (
        <g key={text}>
          <line className={styles.grid} x1={plot.left} x2={plot.right} y1={at} y2={at} />
          <text
            className={styles.tick}
            x={plot.left - 8}
            y={at}
            textAnchor="end"
            dominantBaseline="central"
          >
            {text}
          </text>
        </g>
      ))}
      {map.xTicks.map(({ at, text }) => (
        <text key={text} className={styles.tick} x={at} y={plot.bottom + 14} textAnchor="middle">
          {text}
        </text>
      ))}
      <line
        className={styles.breakEven}
        x1={plot.left}
        x2={plot.right}
        y1={breakEven.y}
        y2={breakEven.y}
      />
      {breakEven.label && (
        <text
          className={styles.note}
          x={breakEven.label.x}
          y={breakEven.label.y}
          textAnchor={breakEven.label.anchor}
          dominantBaseline="central"
        >
          {breakEven.label.text}
        </text>
      )}
      {map.points.map((point) => (
        <Point key={point.id} point={point} />
      ))}
    </svg>
  );
}

function Point({ point }: { point: MapPoint }) {
  const { id, label, verdict, x, y } = point;
  return (
    <g className={styles.point} data-workload={id} {...explained(point.explanation)}>
      <circle className={styles.reach} cx={x} cy={y} r="13" />
      <g className={styles.shape} transform={`translate(${x - 8} ${y - 8})`}>
        <VerdictShapeIcon verdict={verdict} size={16} />
      </g>
      {label && (
        <text
          className={styles.label}
          x={label.x}
          y={label.y}
          textAnchor={label.anchor}
          dominantBaseline="central"
        >
          {label.text}
        </text>
      )}
    </g>
  );
}

const NAMED = 3;

function LeftOut({ titles }: { titles: readonly string[] }) {
  const more = titles.length - NAMED;
  return (
    <p className={styles.leftOut}>
      Not on the map, return or burden not known: {titles.slice(0, NAMED).join(', ')}
      {more > 0 && ` and ${more} more`}
    </p>
  );
}
