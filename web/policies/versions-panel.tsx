import type { PolicyVersionItem } from '../../decisions/policy/policy-version.ts';
import { diffPolicies } from '../../decisions/policy/diff-policies.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import { tellActor } from './tell-actor.ts';
import styles from './versions-panel.module.css';

interface VersionsPanelProps {
  /** The newest first. */
  versions: readonly PolicyVersionItem[];
  compared: number | null;
  /** Null: no longer. */
  onCompare: (version: number | null) => void;
  nowMs: number;
}

/** How a policy came to be what it is. */
export function VersionsPanel({ versions, compared, onCompare, nowMs }: VersionsPanelProps) {
  return (
    <section className={styles.panel} aria-labelledby="versions-title">
      <h3 id="versions-title">Versions</h3>
      <ol className={styles.list}>
        {versions.map((item, index) => (
          <Version
            key={item.version}
            item={item}
            before={versions[index + 1]}
            isCurrent={index === 0}
            isCompared={item.version === compared}
            onCompare={onCompare}
            nowMs={nowMs}
          />
        ))}
      </ol>
    </section>
  );
}

interface VersionProps extends Pick<VersionsPanelProps, 'onCompare' | 'nowMs'> {
  item: PolicyVersionItem;
  before: PolicyVersionItem | undefined;
  isCurrent: boolean;
  isCompared: boolean;
}

function Version({ item, before, isCurrent, isCompared, onCompare, nowMs }: VersionProps) {
  const { version, at, actor, reason, document } = item;
  const atMs = instantMs(at);
  const words = before === undefined ? [] : diffPolicies(before.document, document);
  return (
    <li className={styles.version}>
      <p className={styles.line}>
        <strong>Version {version}</strong>
        <span className={styles.quiet} {...explained(formatInstant(atMs))}>
          {formatAgo(atMs, nowMs)} by {tellActor(actor)}
        </span>
        {isCurrent ? (
          <span className={styles.current}>in force</span>
        ) : (
          <button
            type="button"
            className={styles.compare}
            aria-pressed={isCompared}
            onClick={() => onCompare(isCompared ? null : version)}
          >
            {isCompared ? 'Compared above' : 'Compare'}
          </button>
        )}
      </p>
      {reason !== '' && <p className={styles.reason}>“{reason}”</p>}
      {words.length > 0 && (
        <ul className={styles.words}>
          {words.map(({ path, words: text }) => (
            <li key={path}>{text}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
