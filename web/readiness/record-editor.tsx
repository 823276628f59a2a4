import { Button, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { RISK_CLASSES, type WorkloadDocument } from '../../core/workload.ts';
import { ApiError } from '../api/api-error.ts';
import { putRecord, recordKeys, type RecordVersion } from '../api/gate-queries.ts';
import styles from './record-editor.module.css';
import { RECORD_GROUPS, type RecordField } from './record-fields.ts';
import { readRecordForm, writeRecordForm, type RecordFaults } from './record-form.ts';
import { tellRefusal } from './tell-refusal.ts';

interface RecordEditorProps {
  opened: RecordVersion;
  mayWrite: boolean;
}

/** The record as a form. What was opened is what is replaced: another's change meanwhile is not lost. */
export function RecordEditor({ opened, mayWrite }: RecordEditorProps) {
  const [base] = useState(opened);
  const [form, setForm] = useState(() => writeRecordForm(opened.document));
  const [reason, setReason] = useState('');
  const [faults, setFaults] = useState<RecordFaults>({});
  const { id } = base.document;
  const queries = useQueryClient();
  const navigate = useNavigate({ from: '/w/$id' });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const save = useMutation({
    mutationFn: (document: WorkloadDocument) => putRecord({ ...base, document }, reason.trim()),
    onSuccess: async () => {
      await Promise.all(recordKeys(id).map((queryKey) => queries.invalidateQueries({ queryKey })));
      await navigate({ search: (before) => ({ ...before, record: undefined }) });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return;
      setFaults(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
    },
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readRecordForm(form, base.document);
    setFaults(read.kind === 'faults' ? read.faults : {});
    if (read.kind === 'document') save.mutate(read.document);
  }
  const wrong = Object.keys(faults).length;
  return (
    <form className={styles.form} aria-label="The record" noValidate onSubmit={submit}>
      <header className={styles.head}>
        <h2 ref={heading} tabIndex={-1}>
          The record
        </h2>
        <p>What is empty is not stated. Every version stays, with who wrote it and why.</p>
      </header>
      {RECORD_GROUPS.map(({ title, words, fields }) => (
        <fieldset key={title} className={styles.group}>
          <legend>{title}</legend>
          <p>{words}</p>
          <div className={styles.fields}>
            {fields.map((one) => (
              <Field
                key={one.path}
                field={one}
                value={form[one.path] ?? ''}
                error={faults[one.path]}
                onChange={(value) => setForm((before) => ({ ...before, [one.path]: value }))}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className={styles.save} data-sticks="bottom" data-print="off">
        {(save.isError || wrong > 0) && (
          <p className={styles.error} role="alert">
            {wrong > 0
              ? `It is not saved: ${wrong === 1 ? 'a field is' : `${wrong} fields are`} marked. ${Object.entries(
                  faults,
                )
                  .slice(0, 3)
                  .map(([path, message]) => `${path}: ${message}`)
                  .join('; ')}.`
              : tellRefusal(save.error)}
          </p>
        )}
        <TextInput
          className={styles['reason']!}
          label="Why, if you like"
          value={reason}
          maxLength={4000}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
        <Button
          type="submit"
          leftSection={<IconDeviceFloppy size={16} aria-hidden="true" />}
          disabled={!mayWrite}
          loading={save.isPending}
        >
          Save the record
        </Button>
        <Button
          variant="default"
          renderRoot={(root) => (
            <Link
              {...root}
              from="/w/$id"
              to="/w/$id"
              params={{ id }}
              search={(before) => ({ ...before, record: undefined })}
            />
          )}
        >
          Cancel
        </Button>
        {!mayWrite && <p className={styles.quiet}>You may read it; writing takes another role.</p>}
      </div>
    </form>
  );
}

interface FieldProps {
  field: RecordField;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function Field({ field: { kind, label, hint }, value, error, onChange }: FieldProps) {
  const given = { label, description: hint, value, error };
  if (kind === 'text') {
    return (
      <Textarea
        {...given}
        className={styles['wide']!}
        autosize
        minRows={1}
        maxRows={8}
        maxLength={4000}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (kind === 'risk') {
    return (
      <NativeSelect
        {...given}
        data={[{ value: '', label: 'Not stated' }, ...RISK_CLASSES]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  const isNumber = kind === 'number' || kind === 'whole' || kind === 'percent';
  return (
    <TextInput
      {...given}
      type={kind === 'day' ? 'date' : kind === 'url' ? 'url' : 'text'}
      {...(isNumber ? { inputMode: 'decimal' as const } : {})}
      maxLength={kind === 'line' ? 200 : 2000}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
