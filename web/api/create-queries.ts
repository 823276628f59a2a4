import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, mayPass } from './api-error.ts';
import { every } from './every.ts';

/** While the stream is live it says what is old; this only covers a stream that is not. */
const FRESH_MS = 30_000;

/**
 * The cache of answers. A refused session is told once; whatever may pass is tried twice more.
 * @param onSignedOut what happens when the server no longer knows who asks
 */
export function createQueries({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.status === 401) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && mayPass(error),
        refetchInterval: every(false),
        retryDelay: (failures) => 500 * 2 ** failures,
      },
    },
  });
}
