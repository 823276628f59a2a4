import { usePageKeys, type PageKey, type PressedKey } from '../keys/use-page-keys.ts';
import { readListKey, type ListCommand } from './list-keys.ts';

function readKey({ key, target }: PressedKey): PageKey<ListCommand> | null {
  const isOnRow = target instanceof HTMLElement && target.matches('[role="row"]');
  const command = readListKey(key, isOnRow);
  return command === null ? null : { command, isAlwaysOn: isOnRow || command === 'leave' };
}

/**
 * Listens for the list's keys wherever focus is, unless something is typed into.
 * @param onCommand whether it did something with the command
 */
export function useListKeys(onCommand: (command: ListCommand) => boolean): void {
  usePageKeys(readKey, onCommand);
}
