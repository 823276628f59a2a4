import { useState } from 'react';
import styles from './rules-table.module.css';

interface NumberFieldProps {
  name: string;
  /** As it stands. */
  text: string;
  /** Told of every text that is typed; what is no number is left alone. */
  onNumber: (text: string) => void;
}

/** A number that is typed: shows what is typed while it is, and what stands once the field is left. */
export function NumberField({ name, text, onNumber }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? text;
  const isNumber = shown.trim() !== '' && Number.isFinite(Number(shown.replace(',', '.')));
  return (
    <input
      className={styles.field}
      aria-label={name}
      aria-invalid={shown !== '' && !isNumber}
      inputMode="decimal"
      autoComplete="off"
      maxLength={16}
      value={shown}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onNumber(event.currentTarget.value);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
