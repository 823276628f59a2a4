import { useEffect, useEffectEvent, useState } from 'react';

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

/** What a key asks for, and whether it does so also where single keys are turned off. */
export interface PageKey<Command> {
  readonly command: Command;
  readonly isAlwaysOn: boolean;
}

/**
 * Listens for a page's keys wherever focus is, unless something is typed into.
 * @param readKey what a key asks for with focus on an element; null: nothing
 * @param onCommand whether it did something with the command
 * @returns whether keys are listened to, and how to change that
 */
export function usePageKeys<Command>(
  readKey: (key: string, target: EventTarget | null) => PageKey<Command> | null,
  onCommand: (command: Command) => boolean,
): readonly [boolean, (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(() => localStorage.getItem(OFF) === null);
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    const { target, key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typesText(target)) return;
    const found = readKey(key, target);
    if (found === null || (!isOn && !found.isAlwaysOn)) return;
    if (onCommand(found.command)) event.preventDefault();
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
