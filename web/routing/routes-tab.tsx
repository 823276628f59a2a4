import '../ingest/contract/zod-without-eval.ts';
import { getRouteApi } from '@tanstack/react-router';
import { RoutesPanel } from './routes-panel.tsx';

const route = getRouteApi('/shell/settings');

/** Which alert goes to whom. */
export function RoutesTab() {
  const { alert } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <RoutesPanel
      alert={alert}
      onAlert={(next) =>
        void navigate({
          search: { tab: 'routes', alert: next },
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
