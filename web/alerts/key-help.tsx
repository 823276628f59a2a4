import { IconKeyboard } from '@tabler/icons-react';
import styles from './key-help.module.css';
import { KEY_HELP } from './list-keys.ts';

interface KeyHelpProps {
  isShown: boolean;
  isOn: boolean;
  onShow: (isShown: boolean) => void;
  onChange: (isOn: boolean) => void;
}

/** The keys of the list, and the way to turn those off that are single letters. */
export function KeyHelp({ isShown, isOn, onShow, onChange }: KeyHelpProps) {
  return (
    <div data-print="off">
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isShown}
        onClick={() => onShow(!isShown)}
      >
        <IconKeyboard size={16} aria-hidden="true" />
        Keys
      </button>
      {isShown && (
        <div className={styles.panel} role="group" aria-label="Keys of this page">
          <dl>
            {KEY_HELP.map(({ keys, does }) => (
              <div key={keys} className={styles.key}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <label className={styles.switch}>
            <input
              type="checkbox"
              checked={isOn}
              onChange={(event) => onChange(event.currentTarget.checked)}
            />
            Single keys work on the whole page; else only on an alert of the list
          </label>
        </div>
      )}
    </div>
  );
}
