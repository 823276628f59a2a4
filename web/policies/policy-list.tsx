import { Link } from '@tanstack/react-router';
import type { PolicyListItem } from './build-policy-list.ts';
import styles from './policy-list.module.css';

/** The policies there are. */
export function PolicyList({
  items,
  shown,
}: {
  items: readonly PolicyListItem[];
  shown: string | null;
}) {
  return (
    <nav className={styles.list} aria-label="Policies">
      {items.map(({ id, title, followers }) => (
        <Link
          key={id}
          to="/policies"
          search={{ policy: id }}
          activeProps={{}}
          className={styles.item}
          data-shown={id === shown}
          aria-current={id === shown ? 'page' : undefined}
        >
          <span className={styles.title}>{title}</span>
          <span className={styles.followers}>{followers}</span>
        </Link>
      ))}
    </nav>
  );
}
