import { Button, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../../api/client.ts';
import { keysQuery } from '../../api/queries.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import styles from './make-key.module.css';
import { EMPTY_KEY_FORM, readKeyForm, type KeyForm, type KeyRequest } from './read-key-form.ts';

/** A key that was just made: the only time its secret is known. */
export interface MadeKey {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  /** The first workload it is bound to; null where it is bound to none. */
  readonly workload: string | null;
}

interface MakeKeyProps {
  made: MadeKey | null;
  onMade: (made: MadeKey | null) => void;
}

/** Makes a key that may only send telemetry, and shows its secret this once. */
export function MakeKey({ made, onMade }: MakeKeyProps) {
  if (made === null) return <KeyFormFields onMade={onMade} />;
  return (
    <div className={styles.made} role="status">
      <p className={styles.secret}>
        <code>{made.secret}</code>
        <CopyButton text={made.secret} name="key" isWordy />
      </p>
      <p className={styles.note}>
        Shown this once, and already in the snippets. “{made.name}” may send telemetry and do
        nothing else.{' '}
        <button type="button" className={styles.again} onClick={() => onMade(null)}>
          Make another
        </button>
      </p>
    </div>
  );
}

function KeyFormFields({ onMade }: { onMade: (made: MadeKey) => void }) {
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY_KEY_FORM);
  const [faults, setFaults] = useState<Partial<Record<keyof KeyForm, string>>>({});
  const make = useMutation({
    mutationFn: (request: KeyRequest) => answer(api.keys.$post({ json: request })),
    onSuccess: ({ id, name, key, workloads }) => {
      onMade({ id, name, secret: key, workload: workloads?.[0] ?? null });
      void client.invalidateQueries(keysQuery);
    },
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    const read = readKeyForm(form);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'request') make.mutate(read.request);
  }
  const field = (name: keyof KeyForm) => ({
    value: form[name],
    error: faults[name],
    size: 'sm' as const,
    descriptionProps: { size: 'md' },
    errorProps: { size: 'md' },
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form className={styles.form} onSubmit={send} noValidate>
      <div className={styles.line}>
        <TextInput {...field('name')} className={styles['name']!} label="Name" maxLength={200} />
        <Button
          type="submit"
          size="sm"
          leftSection={<IconKey size={16} aria-hidden="true" />}
          loading={make.isPending}
        >
          Make a key
        </Button>
      </div>
      <details className={styles.more}>
        <summary>Bind it to workloads, or limit it</summary>
        <div className={styles.fields}>
          <TextInput
            {...field('workloads')}
            className={styles['wide']!}
            label="Workloads"
            description="Ids, separated by commas. Empty: all."
            placeholder="all workloads"
          />
          <TextInput
            {...field('eventsPerSecond')}
            label="Events a second"
            description="Averaged over 10 seconds. Empty: the server’s limit."
            inputMode="numeric"
            placeholder="the server’s limit"
          />
          <TextInput
            {...field('maxBodyKib')}
            label="Largest request, KiB"
            description="As it comes over the wire. Empty: the server’s limit."
            inputMode="numeric"
            placeholder="the server’s limit"
          />
        </div>
      </details>
      {make.isError && (
        <p className={styles.failure} role="alert">
          No key was made. {make.error.message}
        </p>
      )}
    </form>
  );
}
