import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useFocusOnNewPage } from './focus-on-new-page.ts';
import { sessionQuery } from '../api/queries.ts';
import { Live } from '../live/live.tsx';
import { explained } from '../parts/explain.tsx';
import { ExplainLayer } from '../parts/explain-layer.tsx';
import { AccountLink } from './account-link.tsx';
import { BrandMark } from './brand-mark.tsx';
import { ColorSchemeSwitch } from './color-scheme.tsx';
import { LiveIndicator } from './live-indicator.tsx';
import styles from './shell.module.css';
import { SignOutButton } from './sign-out-button.tsx';

/** What every page stands in. */
export function Shell() {
  const session = useQuery(sessionQuery);
  useFocusOnNewPage('main');
  return (
    <Live>
      <a href="#main" className={styles.skip}>
        Skip to content
      </a>
      <header className={styles.header} data-print="off">
        <div className={styles.bar}>
          <Link to="/" className={styles.brand} aria-label="Bellwether, portfolio">
            <BrandMark />
            <span>Bellwether</span>
          </Link>
          <nav aria-label="Main" className={styles.nav}>
            <Link
              to="/"
              className={styles.tab}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              Portfolio
            </Link>
            <Link to="/alerts" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Alerts
            </Link>
            <Link to="/decisions" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Decisions
            </Link>
            <Link to="/rules" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Rules
            </Link>
            <Link to="/policies" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Policies
            </Link>
            <Link to="/ingest" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Ingest
            </Link>
            <Link to="/record" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Record
            </Link>
            <Link to="/settings" className={styles.tab} activeOptions={{ includeSearch: false }}>
              Settings
            </Link>
          </nav>
          {session.data?.demo && (
            <span
              className={styles.sample}
              {...explained('A made-up organisation. Nothing here was measured on real workloads.')}
            >
              Sample<span className={styles.wide}> data</span>
            </span>
          )}
          <div className={styles.tools}>
            <LiveIndicator />
            <ColorSchemeSwitch />
            {session.data !== undefined && <AccountLink name={session.data.name} />}
            <SignOutButton />
          </div>
        </div>
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <ExplainLayer />
    </Live>
  );
}
