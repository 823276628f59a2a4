import { Button } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import styles from './fault-page.module.css';
import { usePageTitle } from './page-title.ts';

/** Shown where a page itself failed; its message stays in the console. */
export function FaultPage({ reset }: ErrorComponentProps) {
  return (
    <div className={styles.page} role="alert">
      <h1>This page met an error.</h1>
      <p>Nothing was lost: what is shown comes from the server. Try it again, or reload.</p>
      <Button onClick={reset}>Try again</Button>
    </div>
  );
}

/** Shown for an address that leads nowhere. */
export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <main className={styles.page}>
      <h1>There is nothing at this address.</h1>
      <p>
        Every workload is on the <Link to="/">portfolio</Link>.
      </p>
    </main>
  );
}
