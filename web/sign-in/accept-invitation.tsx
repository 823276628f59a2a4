import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.ts';
import { findPasswordFaults } from './find-password-faults.ts';
import styles from './sign-in-page.module.css';
import { tellRefusal } from './tell-refusal.ts';
import { useEnter } from './use-enter.ts';

const USED = 'This invitation was used, replaced or is too old. Ask an admin for a new one.';

/** Sets the first password, or a new one after a reset, and signs in. */
export function AcceptInvitation({ invitation }: { invitation: string }) {
  const enter = useEnter();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const accept = useMutation({
    mutationFn: () => answer(api.session.$post({ json: { invitation, password } })),
    onSuccess: enter,
  });
  const faults = isChecked ? findPasswordFaults(password, again) : {};
  function send(event: FormEvent): void {
    event.preventDefault();
    setIsChecked(true);
    if (Object.keys(findPasswordFaults(password, again)).length === 0) accept.mutate();
  }
  return (
    <>
      <h1>Choose a password</h1>
      <form className={styles.form} onSubmit={send} noValidate>
        <TextInput
          label="Password"
          description="At least 12 characters."
          type="password"
          autoComplete="new-password"
          error={faults.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <TextInput
          label="The same again"
          type="password"
          autoComplete="new-password"
          error={faults.again}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        {accept.isError && (
          <p className={styles.refusal} role="alert">
            {tellRefusal(accept.error, USED)}
          </p>
        )}
        <Button type="submit" loading={accept.isPending}>
          Set it and sign in
        </Button>
      </form>
    </>
  );
}
