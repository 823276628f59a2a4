import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatInstant } from '../../format/time.ts';
import { explained } from '../../parts/explain.tsx';
import { readLocal, silenceChoices, writeLocal } from './silence-form.ts';
import styles from './silence-fields.module.css';

interface SilenceUntilProps {
  untilMs: number | null;
  fault: string | undefined;
  onChange: (untilMs: number | null) => void;
}

/** For how long: one of the usual lengths, or until an instant. */
export function SilenceUntil({ untilMs, fault, onChange }: SilenceUntilProps) {
  const [choices] = useState(() => silenceChoices(Date.now()));
  return (
    <fieldset className={styles.until}>
      <legend>For how long</legend>
      <div className={styles.choices}>
        {choices.map(({ name, untilMs: endMs }) => (
          <label
            key={name}
            className={styles.choice}
            {...explained(`Until ${formatInstant(endMs)}`)}
          >
            <input
              type="radio"
              name="silence-until"
              checked={untilMs === endMs}
              onChange={() => onChange(endMs)}
            />
            {name}
          </label>
        ))}
        <TextInput
          size="xs"
          type="datetime-local"
          aria-label="Until"
          value={untilMs === null ? '' : writeLocal(untilMs)}
          error={fault}
          onChange={({ currentTarget: { value } }) => onChange(readLocal(value))}
        />
      </div>
    </fieldset>
  );
}
