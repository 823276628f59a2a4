import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

/** Long enough to type a word, short enough to feel immediate. */
const TYPING_PAUSE_MS = 150;

interface SearchFieldProps {
  /** Its name for people who do not see it. */
  label: string;
  placeholder: string;
  className: string;
  text: string;
  /** Told once somebody pauses. */
  onText: (text: string) => void;
}

/** A text that narrows what is shown. */
export function SearchField({ label, placeholder, className, text, onText }: SearchFieldProps) {
  const [typed, setTyped] = useState(text);
  const [told, setTold] = useState(text);
  if (told !== text) {
    setTold(text);
    setTyped(text);
  }
  useEffect(() => {
    if (typed === text) return;
    const timer = window.setTimeout(() => onText(typed), TYPING_PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <TextInput
      type="search"
      size="xs"
      className={className}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      maxLength={100}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
