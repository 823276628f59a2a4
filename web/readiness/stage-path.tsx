import { IconCheck, IconPointFilled } from '@tabler/icons-react';
import type { StagePart } from './build-readiness.ts';
import styles from './stage-path.module.css';

const WORDS = { behind: 'behind it', here: 'it is here', ahead: 'ahead' } as const;

/** The stages as a way, with where the workload is on it. */
export function StagePath({ stages }: { stages: readonly StagePart[] }) {
  return (
    <ol className={styles.path} aria-label="Stages">
      {stages.map(({ stage, name, position, count, gates }) => (
        <li
          key={stage}
          data-position={position}
          aria-current={position === 'here' ? 'step' : undefined}
        >
          <span className={styles.mark} aria-hidden="true">
            {position === 'behind' && <IconCheck size={14} />}
            {position === 'here' && <IconPointFilled size={14} />}
          </span>
          <span className={styles.name}>
            {name}
            <span className="hidden-visually">, {WORDS[position]}</span>
          </span>
          <span className={styles.count}>{gates.length === 0 ? '' : count}</span>
        </li>
      ))}
    </ol>
  );
}
