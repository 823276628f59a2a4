import { IconKeyboard } from '@tabler/icons-react';
import styles from './keys.module.css';
import { openDialog } from './opened-dialog.ts';

/** Opens the keys, for those who have not pressed `?` yet. */
export function KeysButton() {
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-haspopup="dialog"
      onClick={() => openDialog('keys')}
    >
      <IconKeyboard size={16} aria-hidden="true" />
      Keys
    </button>
  );
}
