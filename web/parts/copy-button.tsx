import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './copy-button.module.css';

const SAID_MS = 1800;

interface CopyButtonProps {
  text: string;
  /** What is copied, as in "Copy trace id". */
  name: string;
  /** Shows the words beside the icon. */
  isWordy?: boolean;
}

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, name, isWordy = false }: CopyButtonProps) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = window.setTimeout(() => setSaid(null), SAID_MS);
    return () => window.clearTimeout(timer);
  }, [said]);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('copied');
    } catch {
      setSaid('refused');
    }
  }
  const word =
    said === 'copied' ? 'Copied' : said === 'refused' ? 'Select and copy by hand' : 'Copy';
  return (
    <button
      type="button"
      className={styles.copy}
      data-wordy={isWordy}
      aria-label={said === null ? `Copy ${name}` : undefined}
      onClick={() => void copy()}
    >
      {said === 'copied' ? (
        <IconCheck size={15} aria-hidden="true" />
      ) : (
        <IconCopy size={15} aria-hidden="true" />
      )}
      <span
        className={isWordy || said === 'refused' ? undefined : 'hidden-visually'}
        aria-live="polite"
      >
        {word}
      </span>
    </button>
  );
}
