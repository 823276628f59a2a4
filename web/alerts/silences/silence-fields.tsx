import { Button, TextInput } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { alertsKey, type AlertItem } from '../../api/alert-queries.ts';
import { ApiError } from '../../api/api-error.ts';
import { addSilence, type SilenceItem, type SilenceRequest } from '../../api/silence-queries.ts';
import { MatcherFields } from './matcher-fields.tsx';
import { readSilenceForm, type SilenceForm } from './silence-form.ts';
import { SilenceHolds } from './silence-holds.tsx';
import styles from './silence-fields.module.css';
import { SilenceUntil } from './silence-until.tsx';

interface SilenceFieldsProps {
  start: SilenceForm;
  /** Alerts that are open; undefined while they are not known. */
  open: readonly AlertItem[] | undefined;
  onDone: (silence: SilenceItem) => void;
  onCancel: () => void;
}

type Faults = Readonly<Record<string, string>>;

/** A silence being written: what it matches, for how long and why, and what it would hold back. */
export function SilenceFields({ start, open, onDone, onCancel }: SilenceFieldsProps) {
  const [form, setForm] = useState(start);
  const [faults, setFaults] = useState<Faults>({});
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (request: SilenceRequest) => addSilence(request),
    onSuccess: async (silence) => {
      await queries.invalidateQueries({ queryKey: alertsKey });
      onDone(silence);
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      setFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  const set = (change: Partial<SilenceForm>): void => setForm({ ...form, ...change });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readSilenceForm(form, Date.now());
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'request' && !save.isPending) save.mutate(read.request);
  }
  return (
    <form
      className={styles.form}
      aria-label="Silence"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        event.preventDefault();
        onCancel();
      }}
    >
      <TextInput
        size="xs"
        label="Why"
        placeholder="Deploy of release 2.4, provider outage …"
        value={form.reason}
        maxLength={1000}
        autoFocus
        error={faults['reason']}
        onChange={({ currentTarget: { value } }) => set({ reason: value })}
      />
      <SilenceUntil
        untilMs={form.untilMs}
        fault={faults['ends_at']}
        onChange={(untilMs) => set({ untilMs })}
      />
      <div className={styles.part}>
        <p className={styles.name}>Which alerts: all of these have to hold</p>
        <MatcherFields
          name="Silence"
          matchers={form.matchers}
          faultOf={(path) => faults[`matchers.${path}`]}
          onChange={(matchers) => set({ matchers })}
        />
        {faults['matchers'] !== undefined && <p className={styles.fault}>{faults['matchers']}</p>}
      </div>
      <SilenceHolds matchers={form.matchers} open={open} />
      {save.isError && Object.keys(faults).length === 0 && (
        <p className={styles.fault} role="alert">
          It is not silenced. {save.error.message}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          type="submit"
          size="xs"
          loading={save.isPending}
          leftSection={<IconBellOff size={15} aria-hidden="true" />}
        >
          Silence
        </Button>
        <Button variant="default" size="xs" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
