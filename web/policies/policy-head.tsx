import type { PolicyVersionItem } from '../../decisions/policy/policy-version.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';
import { explained } from '../parts/explain.tsx';
import styles from './policy-view.module.css';
import { tellActor } from './tell-actor.ts';

/** Name, version and origin of a policy. */
export function PolicyHead({ current, nowMs }: { current: PolicyVersionItem; nowMs: number }) {
  const { document, version, at, actor, reason, hash } = current;
  const atMs = instantMs(at);
  return (
    <header className={styles.head}>
      <h2>{document.title ?? document.id}</h2>
      <p className={styles.facts}>
        <code>{document.id}</code>
        <span
          {...explained(
            `Version ${version}\nWritten\t${formatInstant(atMs)}\nBy\t${tellActor(actor)}${hash === null ? '' : `\nHash\t${hash}`}`,
          )}
        >
          version {version}, {formatAgo(atMs, nowMs)}
        </span>
        {document.extends !== undefined && (
          <span>
            builds on <code>{document.extends}</code>
          </span>
        )}
        {reason !== '' && <span className={styles.reason}>“{reason}”</span>}
      </p>
    </header>
  );
}
