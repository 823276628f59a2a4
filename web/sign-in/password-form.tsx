import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.ts';
import styles from './sign-in-page.module.css';
import { tellRefusal } from './tell-refusal.ts';
import { useEnter } from './use-enter.ts';

const WRONG = 'The email or the password is wrong.';

/** Signs in with email and password. */
export function PasswordForm() {
  const enter = useEnter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => answer(api.session.$post({ json: { email: email.trim(), password } })),
    onSuccess: enter,
  });
  function send(event: FormEvent): void {
    event.preventDefault();
    signIn.mutate();
  }
  return (
    <form className={styles.form} onSubmit={send}>
      <TextInput
        label="Email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <TextInput
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {signIn.isError && (
        <p className={styles.refusal} role="alert">
          {tellRefusal(signIn.error, WRONG)}
        </p>
      )}
      <Button type="submit" loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
