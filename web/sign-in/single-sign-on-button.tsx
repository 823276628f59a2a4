import { Button } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { waysQuery } from '../api/people-queries.ts';
import styles from './sign-in-page.module.css';

/** The way by the organisation's own sign-in, where there is one. */
export function SingleSignOnButton() {
  const ways = useQuery(waysQuery);
  const offered = ways.data?.single_sign_on ?? null;
  if (offered === null) return null;
  return (
    <>
      {offered.reachable ? (
        <Button
          component="a"
          href="/api/session/oidc"
          variant="default"
          leftSection={<IconBuilding size={17} aria-hidden="true" />}
        >
          Continue with {new URL(offered.issuer).host}
        </Button>
      ) : (
        <p className={styles.away} role="status">
          Single sign-on is not possible right now: {new URL(offered.issuer).host} does not answer.
          Passwords still work.
        </p>
      )}
      <p className={styles.or} aria-hidden="true">
        or
      </p>
    </>
  );
}
