import { IconX } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Modal } from '../parts/modal.tsx';
import { isMac } from './is-mac.ts';
import { listKeyGroups, type KeyGroup } from './key-groups.ts';
import { useKeysOn } from './keys-on.ts';
import styles from './keys.module.css';

/** Every key of the dashboard, and the way to turn those off that are single letters. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const [isOn, turn] = useKeysOn();
  return (
    <Modal label="Keys" className={styles.dialog} onClose={onClose}>
      <header className={styles.header}>
        <h2>Keys</h2>
        <button
          type="button"
          className={styles.close}
          aria-label="Close the keys"
          onClick={onClose}
        >
          <IconX size={16} aria-hidden="true" />
        </button>
      </header>
      <div className={styles.groups} tabIndex={0} role="group" aria-label="All keys">
        {listKeyGroups(isMac()).map((group) => (
          <Keys key={group.name} group={group} />
        ))}
      </div>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
        Single keys work on the whole page; else only on a row of a list that has focus
      </label>
    </Modal>
  );
}

function Keys({ group: { name, keys } }: { group: KeyGroup }) {
  return (
    <section className={styles.group} aria-label={`Keys: ${name}`}>
      <h3>{name}</h3>
      <dl>
        {keys.map(({ keys: pressed, does }) => (
          <div key={pressed} className={styles.key}>
            <dt>
              <PressedKeys keys={pressed} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Keys as they are printed on the keyboard; "or" and "then" stay words. */
export function PressedKeys({ keys }: { keys: string }) {
  return keys.split(' ').map((part, index) => (
    <Fragment key={index}>
      {index > 0 && ' '}
      {part === 'or' ? (
        <span className={styles.or}>or</span>
      ) : (
        <kbd className={styles.kbd}>{part}</kbd>
      )}
    </Fragment>
  ));
}
