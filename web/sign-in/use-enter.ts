import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Opens the dashboard for whoever just signed in, with nothing of anybody before. */
export function useEnter(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useCallback(() => {
    client.clear();
    void navigate({ to: '/', replace: true });
  }, [client, navigate]);
}
