import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { StagePart } from './build-readiness.ts';
import { GateRow } from './gate-row.tsx';
import styles from './stage-list.module.css';

interface StageListProps {
  id: string;
  stages: readonly StagePart[];
  /** The gate that the address opens; null: none. */
  opened: string | null;
  nowMs: number;
}

/** The gates of each stage; those of where the workload is and of what comes next are shown at once. */
export function StageList({ id, stages, opened, nowMs }: StageListProps) {
  const here = stages.findIndex(({ position }) => position === 'here');
  const [shown, setShown] = useState<ReadonlySet<string>>(
    () => new Set(stages.slice(here, here + 2).map(({ stage }) => stage)),
  );
  const withGates = stages.filter(({ gates }) => gates.length > 0);
  return (
    <div className={styles.stages}>
      {withGates.map((part) => {
        const isShown =
          shown.has(part.stage) || part.gates.some(({ item }) => item.gate === opened);
        return (
          <section
            key={part.stage}
            className={styles.stage}
            aria-labelledby={`gates-${part.stage}`}
          >
            <h2 id={`gates-${part.stage}`}>
              <button
                type="button"
                className={styles.toggle}
                aria-expanded={isShown}
                onClick={() => {
                  const next = new Set(shown);
                  if (isShown) next.delete(part.stage);
                  else next.add(part.stage);
                  setShown(next);
                }}
              >
                <IconChevronRight size={16} aria-hidden="true" />
                {part.name}
                <span className={styles.count}>{part.count}</span>
              </button>
            </h2>
            {isShown && (
              <ul className={styles.gates}>
                {part.gates.map((line) => (
                  <GateRow
                    key={line.item.gate}
                    id={id}
                    line={line}
                    isOpen={line.item.gate === opened}
                    nowMs={nowMs}
                  />
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}
