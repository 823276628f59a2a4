import {
  IconAdjustments,
  IconAlertTriangle,
  IconArrowBackUp,
  IconRocket,
  type Icon,
} from '@tabler/icons-react';
import type { Mark } from '../api/queries.ts';
import { Explain } from '../parts/explain.tsx';
import { VerdictStretches } from './verdict-stretches.tsx';
import { useSize } from '../parts/use-size.ts';
import { buildMarkGroups, type MarkGroup } from './build-mark-groups.ts';
import type { StripSpan, VerdictStretch } from './build-verdict-strip.ts';
import styles from './lanes.module.css';

/** The published verdict over time, on the chart's axis. */
export function VerdictLane({ stretches }: { stretches: readonly VerdictStretch[] }) {
  return (
    <div className={styles.lane}>
      <span className={styles.name}>Verdict</span>
      <VerdictStretches stretches={stretches} />
    </div>
  );
}

const MARK_ICONS: Readonly<Record<Mark['kind'], Icon>> = {
  release: IconRocket,
  rollback: IconArrowBackUp,
  config: IconAdjustments,
  incident: IconAlertTriangle,
};

/** Releases, rollbacks, configuration changes and incidents, on the chart's axis. */
export function MarkLane({ marks, span }: { marks: readonly Mark[]; span: StripSpan }) {
  const [ref, { width }] = useSize();
  return (
    <div className={styles.lane}>
      <span className={styles.name}>Events</span>
      {marks.length === 0 ? (
        <p className={styles.none}>no release, rollback or incident in this time</p>
      ) : (
        <ol ref={ref} className={styles.track}>
          {buildMarkGroups(marks, span, width).map((group) => (
            <MarkPlace key={group.key} group={group} />
          ))}
        </ol>
      )}
    </div>
  );
}

function MarkPlace({ group: { kind, count, position, name, explanation } }: { group: MarkGroup }) {
  const Icon = MARK_ICONS[kind];
  return (
    <li className={styles.place} style={{ left: `${position}%` }}>
      <Explain text={explanation} className={styles.mark}>
        <span className={styles.icon} data-kind={kind}>
          <Icon size={14} aria-hidden="true" />
          {count > 1 && (
            <span className={styles.more} aria-hidden="true">
              {count}
            </span>
          )}
        </span>
        <span className="hidden-visually">{name}</span>
      </Explain>
    </li>
  );
}
