import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import styles from './first-run-page.module.css';

interface KeyStepProps {
  /** The key's secret, shown this once; null before it is made. */
  secret: string | null;
  onKey: (secret: string) => void;
}

/** Makes a key that may only send telemetry. */
export function KeyStep({ secret, onKey }: KeyStepProps) {
  const make = useMutation({
    mutationFn: () =>
      answer(
        api.keys.$post({ json: { name: 'First events', scopes: ['ingest'], workloads: null } }),
      ),
    onSuccess: ({ key }) => onKey(key),
  });
  if (secret !== null) {
    return (
      <div role="status">
        <p className={styles.key}>
          <code>{secret}</code>
          <CopyButton text={secret} name="key" isWordy />
        </p>
        <p className={styles.note}>Shown this once. It may send telemetry and do nothing else.</p>
      </div>
    );
  }
  return (
    <>
      <Button
        leftSection={<IconKey size={16} aria-hidden="true" />}
        loading={make.isPending}
        onClick={() => make.mutate()}
      >
        Make an ingest key
      </Button>
      {make.isError && (
        <p className={styles.failure} role="alert">
          No key was made. {make.error.message}
        </p>
      )}
    </>
  );
}
