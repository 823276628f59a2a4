import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AuditSettings } from '../../core/audit.ts';
import { ApiError } from '../api/api-error.ts';
import { changeRecord } from '../api/audit-queries.ts';
import styles from './audit-tab.module.css';
import { tellDraw } from './build-audit-figures.ts';
import { readSettings, settingsForm } from './read-settings-form.ts';

interface AuditSettingsFormProps {
  id: string;
  /** Null: it is switched on with this. */
  settings: AuditSettings | null;
  runsAWeek: number | null;
}

/** How much is drawn, for how many reviews there is time, and who reviews. */
export function AuditSettingsForm({ id, settings, runsAWeek }: AuditSettingsFormProps) {
  const [form, setForm] = useState(() => settingsForm(settings));
  const queries = useQueryClient();
  const read = readSettings(form);
  const faults = read.kind === 'faults' ? read.faults : {};
  const save = useMutation({
    mutationFn: (audit: AuditSettings) => changeRecord(id, (record) => ({ ...record, audit })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['workload', id] }),
  });
  const told =
    read.kind === 'settings'
      ? tellDraw(read.settings.share, read.settings.capacity_per_week, runsAWeek)
      : null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (read.kind === 'settings') save.mutate(read.settings);
      }}
    >
      <TextInput
        label="Share of runs, %"
        inputMode="decimal"
        value={form.share}
        maxLength={12}
        error={faults['share']}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, share: value })}
      />
      <TextInput
        label="Reviews a week"
        inputMode="numeric"
        value={form.capacity}
        maxLength={6}
        error={faults['capacity_per_week']}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, capacity: value })}
      />
      <Textarea
        className={styles.wide}
        label="Reviewers"
        description="Emails or ids, one a line. Empty: everybody who may operate."
        autosize
        minRows={1}
        value={form.reviewers}
        error={faults['reviewers']}
        onChange={({ currentTarget: { value } }) => setForm({ ...form, reviewers: value })}
      />
      {told !== null && <p className={styles.told}>{told}</p>}
      <Button type="submit" disabled={read.kind === 'faults'} loading={save.isPending}>
        {settings === null ? 'Switch the audit on' : 'Save'}
      </Button>
      {save.isSuccess && (
        <p role="status" className={styles.told}>
          Saved.
        </p>
      )}
      {save.isError && (
        <p role="alert" className={styles.fault}>
          {save.error instanceof ApiError ? save.error.message : 'It could not be saved.'}
        </p>
      )}
    </form>
  );
}
