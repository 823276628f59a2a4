import { IconSearch } from '@tabler/icons-react';
import { isMac } from '../keys/is-mac.ts';
import { openDialog } from '../keys/opened-dialog.ts';
import styles from './palette-button.module.css';

/** Opens the palette, and says by which keys that goes faster. */
export function PaletteButton() {
  return (
    <button
      type="button"
      className={styles.open}
      aria-haspopup="dialog"
      aria-keyshortcuts={isMac() ? 'Meta+K' : 'Control+K'}
      onClick={() => openDialog('palette')}
    >
      <IconSearch size={15} aria-hidden="true" />
      <span className={styles.word}>Go to</span>
      <span className={styles.keys} aria-hidden="true">
        {isMac() ? '⌘K' : 'Ctrl K'}
      </span>
    </button>
  );
}
