import { useEffect, useEffectEvent } from 'react';
import { useKeysOn } from './keys-on.ts';

/** Whether a key pressed there belongs to what is typed. */
function typesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && target.type !== 'checkbox'))
  );
}

/** A dialog has the page's keys to itself. */
const isBehindDialog = (): boolean => document.querySelector('dialog[open]') !== null;

/** What a key asks for, and whether it does so also where single keys are turned off. */
export interface PageKey<Command> {
  readonly command: Command;
  readonly isAlwaysOn: boolean;
}

/** A key as it was pressed. */
export interface PressedKey {
  readonly key: string;
  readonly target: EventTarget | null;
  /** Milliseconds since the page was opened. */
  readonly atMs: number;
}

/**
 * Listens for a page's keys wherever focus is, unless something is typed into or a dialog is open.
 * @param readKey what a key asks for; null: nothing
 * @param onCommand whether it did something with the command
 * @param isFirst whether it is asked before every listener that is not, which then hears nothing of
 * the keys it took
 * @returns whether keys are listened to, and how to change that
 */
export function usePageKeys<Command>(
  readKey: (pressed: PressedKey) => PageKey<Command> | null,
  onCommand: (command: Command) => boolean,
  isFirst = false,
): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, turn] = useKeysOn();
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const { target, key, timeStamp: atMs } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typesText(target) || isBehindDialog()) return;
    const found = readKey({ key, target, atMs });
    if (found === null || (!isOn && !found.isAlwaysOn)) return;
    if (onCommand(found.command)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listen, isFirst);
    return () => document.removeEventListener('keydown', listen, isFirst);
  }, [isFirst]);
  return [isOn, turn];
}
