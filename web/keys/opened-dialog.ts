import { useSyncExternalStore } from 'react';

/** A dialog of the whole dashboard. */
export type ShellDialog = 'palette' | 'keys';

const listeners = new Set<() => void>();
let opened: ShellDialog | null = null;

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Opens a dialog in place of the one that is open; null closes it. */
export function openDialog(dialog: ShellDialog | null): void {
  opened = dialog;
  for (const tell of listeners) tell();
}

/** The dialog that is open; null: none. */
export const useOpenedDialog = (): ShellDialog | null => useSyncExternalStore(listen, () => opened);
