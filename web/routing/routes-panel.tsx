import { useQuery } from '@tanstack/react-query';
import { openAlertsQuery } from '../api/alert-queries.ts';
import { receiversQuery, routesQuery } from '../api/receiver-queries.ts';
import { Part, Skeleton } from '../parts/part.tsx';
import { RoutesEditor } from './routes-editor.tsx';
import styles from './routes-panel.module.css';

interface RoutesPanelProps {
  /** The alert whose way is shown. */
  alert: string | undefined;
  onAlert: (alert: string | undefined) => void;
}

/** Which alert goes to whom, and what holds alerts back. */
export function RoutesPanel({ alert, onAlert }: RoutesPanelProps) {
  const routes = useQuery({ ...routesQuery, refetchOnWindowFocus: false });
  const receivers = useQuery(receiversQuery);
  const open = useQuery(openAlertsQuery);
  return (
    <section className={styles.panel} aria-label="Routes">
      <p className={styles.lead}>
        Routes are asked in their order; the first that matches an alert’s labels takes it. The last
        one takes what no other did.
      </p>
      <Part name="The routes" query={routes} skeleton={<Skeleton height="20rem" />}>
        {({ document, version }) => (
          <RoutesEditor
            key={version}
            document={document}
            version={version}
            receivers={receivers.data?.map(({ id }) => id) ?? null}
            open={open.data?.items}
            alert={alert}
            onAlert={onAlert}
          />
        )}
      </Part>
    </section>
  );
}
