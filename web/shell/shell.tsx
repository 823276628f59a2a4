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
import { PAGES } from './pages.ts';
import { PaletteButton } from './palette-button.tsx';
import { ShellDialogs } from './shell-dialogs.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import styles from './shell.module.css';
import { SignOutButton } from './sign-out-button.tsx';
import { SampleBanner } from './sample-banner.tsx';
import { UntoldFailures } from './untold-failures.tsx';

/** What every page stands in. */
export function Shell() {
  const session = useQuery(sessionQuery);
  useFocusOnNewPage('main');
  return (
    <Live>
      <a href="#main" className={styles.skip} data-print="off">
        Skip to content
      </a>
      <header className={styles.header} data-print="off">
        <div className={styles.bar}>
          <Link to="/" className={styles.brand} aria-label="Bellwether, portfolio">
            <BrandMark />
            <span>Bellwether</span>
          </Link>
          <nav aria-label="Main" className={styles.nav}>
            {PAGES.map(({ to, name }) => (
              <Link
                key={to}
                to={to}
                className={styles.tab}
                activeOptions={{ exact: to === '/', includeSearch: false }}
              >
                {name}
              </Link>
            ))}
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
            <PaletteButton />
            <LiveIndicator />
            <ColorSchemeSwitch />
            {session.data !== undefined && <AccountLink name={session.data.name} />}
            <SignOutButton />
          </div>
        </div>
        <ConnectionBanner />
        <SampleBanner isLoading={session.data?.demo_loading === true} />
        <UntoldFailures />
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <Outlet />
      </main>
      <ShellDialogs />
      <ExplainLayer />
    </Live>
  );
}
