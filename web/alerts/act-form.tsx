import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { AlertAct } from '../api/alert-queries.ts';
import { explained } from '../parts/explain.tsx';
import { formatInstant } from '../format/time.ts';
import styles from './alert-acts.module.css';
import { snoozeChoices } from './snooze-choices.ts';

interface ActFormProps {
  act: AlertAct['act'];
  isPending: boolean;
  onSend: (act: AlertAct) => void;
  onCancel: () => void;
}

const FIELDS: Readonly<
  Record<Exclude<AlertAct['act'], 'snooze'>, { label: string; send: string; isNeeded: boolean }>
> = {
  acknowledge: { label: 'Note, if any', send: 'Acknowledge', isNeeded: false },
  comment: { label: 'Comment', send: 'Comment', isNeeded: true },
  assign: { label: 'To whom', send: 'Assign', isNeeded: true },
  close: { label: 'Why it needs nothing more, if you like', send: 'Close it', isNeeded: false },
};
const MAX_TEXT = 4000;
const MAX_NAME = 200;

function actOf(act: Exclude<AlertAct['act'], 'snooze'>, text: string): AlertAct {
  if (act === 'assign') return { act, to: text };
  return act === 'comment' ? { act, text } : { act, note: text };
}

/** What an act still needs to know; Enter sends, Escape leaves. */
export function ActForm({ act, isPending, onSend, onCancel }: ActFormProps) {
  const [text, setText] = useState('');
  if (act === 'snooze')
    return <SnoozeForm isPending={isPending} onSend={onSend} onCancel={onCancel} />;
  const { label, send, isNeeded } = FIELDS[act];
  const typed = text.trim();
  const isReady = !isNeeded || typed !== '';
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isReady && !isPending && act !== 'snooze') onSend(actOf(act, typed));
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        className={styles['field']!}
        size="xs"
        label={label}
        value={text}
        maxLength={act === 'assign' ? MAX_NAME : MAX_TEXT}
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" disabled={!isReady} loading={isPending}>
        {send}
      </Button>
      <Button variant="default" size="xs" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}

function SnoozeForm({ isPending, onSend, onCancel }: Omit<ActFormProps, 'act'>) {
  const [choices] = useState(() => snoozeChoices(Date.now()));
  return (
    <div className={styles.form} role="group" aria-label="Snooze for how long">
      {choices.map(({ name, untilMs }, index) => (
        <Button
          key={name}
          variant="default"
          size="xs"
          disabled={isPending}
          autoFocus={index === 0}
          {...explained(`Until ${formatInstant(untilMs)}`)}
          onClick={() => {
            onSend({ act: 'snooze', until: new Date(untilMs).toISOString(), note: '' });
          }}
        >
          {name}
        </Button>
      ))}
      <Button variant="default" size="xs" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
