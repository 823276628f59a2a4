import { usePageKeys, type PageKey } from '../parts/use-page-keys.ts';
import { readListKey, type ListCommand } from './list-keys.ts';

function readKey(key: string, target: EventTarget | null): PageKey<ListCommand> | null {
  const isOnRow = target instanceof HTMLElement && target.matches('[role="row"]');
  const command = readListKey(key, isOnRow);
  return command === null ? null : { command, isAlwaysOn: isOnRow || command === 'leave' };
}

/**
 * Listens for the list's keys wherever focus is, unless something is typed into.
 * @param onCommand whether it did something with the command
 * @returns whether keys are listened to, and how to change that
 */
export function useListKeys(
  onCommand: (command: ListCommand) => boolean,
): readonly [boolean, (isOn: boolean) => void] {
  return usePageKeys(readKey, onCommand);
}
