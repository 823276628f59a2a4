import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError } from '../api/api-error.ts';
import { putReceiver, receiversQuery } from '../api/receiver-queries.ts';
import { TYPE_WORDS } from './build-receiver-row.ts';
import {
  readReceiverForm,
  RECEIVER_FIELDS,
  TYPE_CHOICES,
  withType,
  type ReceiverForm,
} from './receiver-form.ts';
import styles from './receivers-panel.module.css';
import { tellReceiverRefusal } from './tell-receiver-refusal.ts';

interface ReceiverFieldsProps {
  start: ReceiverForm;
  /** That is written over; 0: it is new. */
  version: number;
  onSaved: () => void;
  onCancel: () => void;
}

/** A receiver being written; what its type needs decides which fields there are. */
export function ReceiverFields({ start: opened, onSaved, onCancel, ...rest }: ReceiverFieldsProps) {
  // What it was opened with: a version that comes meanwhile must not be written over unseen.
  const [{ start, version }] = useState({ start: opened, version: rest.version });
  const [form, setForm] = useState(start);
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({});
  const queries = useQueryClient();
  const isNew = version === 0;
  const save = useMutation({
    mutationFn: (document: Readonly<Record<string, unknown>>) =>
      putReceiver(form.id.trim(), document, version),
    onSuccess: async () => {
      await queries.invalidateQueries(receiversQuery);
      onSaved();
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      setFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readReceiverForm(form, isNew || form.type !== start.type);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'document' && !save.isPending) save.mutate(read.document);
  }
  const fields = RECEIVER_FIELDS[form.type];
  const named = new Set(['id', 'type', 'max_per_minute', ...fields.map(({ name }) => name)]);
  const elsewhere = Object.entries(faults).filter(([path]) => !named.has(path.split('.')[0] ?? ''));
  const faultOf = (name: string): string | undefined =>
    Object.entries(faults).find(([path]) => path === name || path.startsWith(`${name}.`))?.[1];
  return (
    <form className={styles.form} aria-label="Receiver" noValidate onSubmit={submit}>
      <div className={styles.fields}>
        {isNew && (
          <TextInput
            label="Id"
            description="What routes call it; stays as it is."
            value={form.id}
            maxLength={63}
            autoFocus
            autoComplete="off"
            error={faultOf('id')}
            onChange={({ currentTarget: { value } }) => setForm({ ...form, id: value })}
          />
        )}
        <NativeSelect
          label="Type"
          description={TYPE_WORDS[form.type].meaning}
          value={form.type}
          error={faultOf('type')}
          onChange={({ currentTarget: { value } }) => {
            const type = TYPE_CHOICES.find((one) => one === value);
            if (type) setForm(withType(form, type));
          }}
          data={TYPE_CHOICES.map((value) => ({ value, label: TYPE_WORDS[value].name }))}
        />
        {fields.map(({ name, label, hint, isSecret }) => (
          <TextInput
            key={`${form.type} ${name}`}
            className={styles['wide']!}
            label={label}
            description={
              isSecret && !isNew && form.type === start.type
                ? `${hint} Never shown again: leave it empty to keep it.`
                : hint
            }
            type={isSecret ? 'password' : 'text'}
            autoComplete={isSecret ? 'new-password' : 'off'}
            spellCheck={false}
            value={form.texts[name] ?? ''}
            maxLength={2000}
            error={faultOf(name)}
            onChange={({ currentTarget: { value } }) =>
              setForm({ ...form, texts: { ...form.texts, [name]: value } })
            }
          />
        ))}
        <TextInput
          label="Most deliveries a minute"
          description="More wait. Empty: 60; webhooks and Alertmanagers 600."
          value={form.perMinute}
          maxLength={4}
          inputMode="numeric"
          error={faultOf('max_per_minute')}
          onChange={({ currentTarget: { value } }) => setForm({ ...form, perMinute: value })}
        />
      </div>
      {save.isError && (
        <div className={styles.fault} role="alert">
          <p>
            {Object.keys(faults).length > 0
              ? 'It is not saved: see the fields that are marked.'
              : tellReceiverRefusal(save.error)}
          </p>
          {elsewhere.map(([path, message]) => (
            <p key={path}>
              {path}: {message}
            </p>
          ))}
        </div>
      )}
      <div className={styles.buttons}>
        <Button type="submit" size="sm" loading={save.isPending}>
          Save the receiver
        </Button>
        <Button variant="default" size="sm" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
