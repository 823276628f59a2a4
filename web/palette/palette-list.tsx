import { useEffect } from 'react';
import { PressedKeys } from '../keys/keys-dialog.tsx';
import type { Command } from './command.ts';
import type { FoundCommand } from './find-commands.ts';
import styles from './palette.module.css';

/** Of the line of a command, for the field to name the chosen one by. */
export const optionId = ({ id }: Command): string => `command-${encodeURIComponent(id)}`;

interface PaletteListProps {
  id: string;
  found: readonly FoundCommand[];
  chosen: Command | undefined;
  /** Whether kinds stand under headings, rather than beside each line. */
  isGrouped: boolean;
  onPoint: (index: number) => void;
  onRun: (command: Command) => void;
}

/** Commands to choose from; focus stays in the field above. */
export function PaletteList(props: PaletteListProps) {
  const { id, found, chosen, isGrouped, onPoint, onRun } = props;
  useEffect(() => {
    if (chosen) document.getElementById(optionId(chosen))?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const line = (one: FoundCommand) => (
    <PaletteLine
      key={one.command.id}
      found={one}
      isChosen={one.command === chosen}
      hasKind={!isGrouped}
      onPoint={() => onPoint(found.indexOf(one))}
      onRun={() => onRun(one.command)}
    />
  );
  const kinds = [...new Set(found.map(({ command }) => command.group))];
  return (
    <div id={id} role="listbox" aria-label="What can be done" className={styles.list}>
      {isGrouped
        ? kinds.map((kind) => (
            <div key={kind} role="group" aria-label={kind}>
              <p className={styles.kind} aria-hidden="true">
                {kind}
              </p>
              {found.filter(({ command }) => command.group === kind).map(line)}
            </div>
          ))
        : found.map(line)}
    </div>
  );
}

interface PaletteLineProps {
  found: FoundCommand;
  isChosen: boolean;
  hasKind: boolean;
  onPoint: () => void;
  onRun: () => void;
}

function PaletteLine({ found, isChosen, hasKind, onPoint, onRun }: PaletteLineProps) {
  const { command, at } = found;
  const aside = [command.aside, hasKind ? command.group : ''].filter(Boolean).join(' · ');
  return (
    <div
      id={optionId(command)}
      role="option"
      aria-selected={isChosen}
      className={styles.line}
      onPointerMove={isChosen ? undefined : onPoint}
      onClick={onRun}
    >
      <span className={styles.title}>
        <Marked text={command.title} at={at} />
      </span>
      {aside !== '' && <span className={styles.aside}>{aside}</span>}
      {command.keys !== '' && (
        <span className={styles.keys}>
          <PressedKeys keys={command.keys} />
        </span>
      )}
    </div>
  );
}

/** A text whose letters that were typed stand out. */
function Marked({ text, at }: { text: string; at: readonly number[] }) {
  const typed = new Set(at);
  return Array.from(text).map((letter, index) =>
    typed.has(index) ? <b key={index}>{letter}</b> : letter,
  );
}
