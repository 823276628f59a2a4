import { useEffect, useEffectEvent, useState } from 'react';
import { readListKey, type ListCommand } from './list-keys.ts';

/** Where it is kept that single keys do nothing; by browser, as the colour scheme is. */
const OFF = 'bellwether-keys-off';

function typesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && target.type !== 'checkbox'))
  );
}

/**
 * Listens for the list's keys wherever focus is, unless something is typed into.
 * @param onCommand whether it did something with the command
 * @returns whether keys are listened to, and how to change that
 */
export function useListKeys(
  onCommand: (command: ListCommand) => boolean,
): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(OFF) === null);
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typesText(target)) return;
    const isOnRow = target instanceof HTMLElement && target.matches('[role="row"]');
    const command = readListKey(key, isOnRow);
    if (command === null || (!isOn && !isOnRow && command !== 'leave')) return;
    if (onCommand(command)) event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  function change(next: boolean): void {
    setIsOn(next);
    if (next) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, 'yes');
  }
  return [isOn, change];
}
