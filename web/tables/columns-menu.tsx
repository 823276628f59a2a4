import { IconColumns3 } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import styles from './tables.module.css';
import type { Table } from './use-table.ts';

/** Which columns of a table are shown. */
export function ColumnsMenu<Key extends string>({ table }: { table: Table<Key> }) {
  const { columns, hidden, onToggle } = table;
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const closeBeside = (event: PointerEvent): void => {
      const { current } = menu;
      if (event.target instanceof Node && !current?.contains(event.target))
        current?.removeAttribute('open');
    };
    document.addEventListener('pointerdown', closeBeside);
    return () => document.removeEventListener('pointerdown', closeBeside);
  }, []);
  return (
    <details
      ref={menu}
      className={styles.menu}
      data-print="off"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !event.currentTarget.open) return;
        event.preventDefault();
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary className={styles.summary}>
        <IconColumns3 size={15} aria-hidden="true" />
        Columns
        {hidden.size > 0 && <span className={styles.count}>{hidden.size} hidden</span>}
      </summary>
      <fieldset className={styles.choices}>
        <legend className="hidden-visually">Columns that are shown</legend>
        {columns
          .filter(({ isFixed }) => !isFixed)
          .map(({ key, name, spoken = name }) => (
            <label key={key} className={styles.choice}>
              <input type="checkbox" checked={!hidden.has(key)} onChange={() => onToggle(key)} />
              {spoken}
            </label>
          ))}
      </fieldset>
    </details>
  );
}
