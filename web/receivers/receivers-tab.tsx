import '../ingest/contract/zod-without-eval.ts';
import { getRouteApi } from '@tanstack/react-router';
import { ReceiversPanel } from './receivers-panel.tsx';

const route = getRouteApi('/shell/settings');

/** Who can be told of alerts. */
export function ReceiversTab() {
  const { receiver, write } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ReceiversPanel
      opened={receiver}
      isNew={write === 'new'}
      onShow={({ opened, isNew }) =>
        void navigate({
          search: { tab: 'receivers', receiver: opened, write: isNew ? 'new' : undefined },
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}
