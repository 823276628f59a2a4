import { useSyncExternalStore } from 'react';

/** Where it is kept that single keys do nothing; by browser, as the colour scheme is. */
const OFF = 'bellwether-keys-off';

const listeners = new Set<() => void>();

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

const areOn = (): boolean => localStorage.getItem(OFF) === null;

function turn(isOn: boolean): void {
  if (isOn) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'yes');
  for (const tell of listeners) tell();
}

/** Whether single keys are listened to, and how to change that, everywhere at once. */
export function useKeysOn(): readonly [boolean, (isOn: boolean) => void] {
  return [useSyncExternalStore(listen, areOn), turn];
}
