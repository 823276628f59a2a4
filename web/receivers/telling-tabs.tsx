import { Link } from '@tanstack/react-router';
import styles from '../parts/tabs.module.css';

const TABS = [
  { tab: 'routes', name: 'Routes', to: '/settings/routes' },
  { tab: 'receivers', name: 'Receivers', to: '/settings/receivers' },
] as const;

/** Routes and receivers, each with an address of its own. */
export function TellingTabs({ shown }: { shown: (typeof TABS)[number]['tab'] }) {
  return (
    <nav className={styles.tabs} aria-label="Who is told" data-print="off">
      {TABS.map(({ tab, name, to }) => (
        <Link
          key={tab}
          to={to}
          className={styles.tab}
          data-shown={tab === shown}
          aria-current={tab === shown ? 'page' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
