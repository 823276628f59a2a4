import { IconSearch } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useState, type KeyboardEvent } from 'react';
import { openDialog } from '../keys/opened-dialog.ts';
import { Modal } from '../parts/modal.tsx';
import type { Command } from './command.ts';
import { findCommands } from './find-commands.ts';
import { optionId, PaletteList } from './palette-list.tsx';
import styles from './palette.module.css';
import { useAct } from './use-act.ts';
import { useCommands } from './use-commands.ts';

const LIST = 'palette-list';

const WORKLOADS_WORDS = {
  known: '',
  awaited: 'The workloads are being loaded.',
  failed: 'The workloads could not be loaded; pages and actions work.',
} as const;

/** Where the keys of a list lead from one of its lines; null: nowhere. */
export function stepLine(at: number, count: number, key: string): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'PageDown') return Math.min(count - 1, at + 8);
  if (key === 'PageUp') return Math.max(0, at - 8);
  return null;
}

/** Goes anywhere and does anything by its name. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const { commands, workloads } = useCommands();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [fault, setFault] = useState('');
  const found = useMemo(() => findCommands(commands, typed), [commands, typed]);
  const chosen = found[Math.min(at, found.length - 1)]?.command;
  const says = fault === '' ? WORKLOADS_WORDS[workloads] : fault;
  const router = useRouter();
  const act = useAct();

  function run({ title, does }: Command): void {
    if ('go' in does) {
      onClose();
      router.history.push(does.go);
    } else if (does.act === 'keys') {
      openDialog('keys');
    } else {
      act(does).then(onClose, () => setFault(`${title}: that could not be done.`));
    }
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = stepLine(at, found.length, event.key);
    if (next !== null) setAt(next);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing && chosen) run(chosen);
    else return;
    event.preventDefault();
  }

  return (
    <Modal label="Go to or do anything" onClose={onClose}>
      <div className={styles.field}>
        <IconSearch size={18} aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          className={styles.input}
          aria-label="Page, workload or action"
          aria-autocomplete="list"
          aria-expanded={found.length > 0}
          aria-controls={LIST}
          aria-activedescendant={chosen && optionId(chosen)}
          placeholder="Page, workload or action"
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <PaletteList
        id={LIST}
        found={found}
        chosen={chosen}
        isGrouped={typed.trim() === ''}
        onPoint={setAt}
        onRun={run}
      />
      {found.length === 0 && (
        <p className={styles.none}>
          Nothing is called “{typed}”. Try part of a title, an id or an owner.
        </p>
      )}
      <p className={styles.foot} role="status" data-says={says !== ''}>
        <span className="hidden-visually">
          {typed.trim() === '' ? '' : `${found.length} found. `}
        </span>
        {says}
      </p>
    </Modal>
  );
}
