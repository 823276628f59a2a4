import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../../api/client.ts';
import { peopleQuery } from '../../api/people-queries.ts';
import { findPasswordFaults } from '../../sign-in/find-password-faults.ts';
import { tellPasswordRefusal } from './tell-password-refusal.ts';
import styles from './account-tab.module.css';

const EMPTY = { old: '', chosen: '', again: '' };

/** Sets a new password; the old one proves that it is oneself. */
export function ChangePassword({ hasOne }: { hasOne: boolean }) {
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [isChecked, setIsChecked] = useState(false);
  const change = useMutation({
    mutationFn: () =>
      answer(
        api.session.password.$put({
          json: { old_password: hasOne ? form.old : null, new_password: form.chosen },
        }),
      ),
    onSuccess: async () => {
      setForm(EMPTY);
      setIsChecked(false);
      await client.invalidateQueries(peopleQuery);
    },
  });
  const found = findPasswordFaults(form.chosen, form.again);
  const faults = isChecked ? found : {};
  function send(event: FormEvent): void {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(found).length === 0 && (!hasOne || form.old !== '')) change.mutate();
  }
  const field = (name: keyof typeof EMPTY) => ({
    type: 'password',
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form className={styles.card} onSubmit={send} noValidate aria-labelledby="password-title">
      <h2 id="password-title">{hasOne ? 'Change your password' : 'Set a password'}</h2>
      {hasOne && (
        <TextInput
          {...field('old')}
          label="Old password"
          autoComplete="current-password"
          error={isChecked && form.old === '' ? 'It proves that this is you.' : undefined}
        />
      )}
      <TextInput
        {...field('chosen')}
        label="New password"
        description="At least 12 characters."
        autoComplete="new-password"
        error={faults.password}
      />
      <TextInput
        {...field('again')}
        label="The same again"
        autoComplete="new-password"
        error={faults.again}
      />
      {change.isError && (
        <p className={styles.failure} role="alert">
          Nothing was changed. {tellPasswordRefusal(change.error)}
        </p>
      )}
      {change.isSuccess && !isChecked && (
        <p className={styles.done} role="status">
          Your password is changed. Your other sessions are over.
        </p>
      )}
      <p>
        <Button type="submit" size="sm" loading={change.isPending}>
          {hasOne ? 'Change it' : 'Set it'}
        </Button>
      </p>
    </form>
  );
}
