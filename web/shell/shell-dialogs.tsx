import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { openDialog, useOpenedDialog } from '../keys/opened-dialog.ts';
import { readGoKey, type ShellCommand } from '../keys/read-go-key.ts';
import { usePageKeys } from '../keys/use-page-keys.ts';
import { codePart } from './code-part.ts';
import { later } from './later.tsx';

// What few visits need loads when it is asked for.
const PaletteDialog = later(
  codePart(async () => (await import('../palette/palette-dialog.tsx')).PaletteDialog),
  null,
);
const KeysDialog = later(
  codePart(async () => (await import('../keys/keys-dialog.tsx')).KeysDialog),
  null,
);

const close = (): void => openDialog(null);

/** Ctrl or Cmd with K, also while something is typed: no field gives it another meaning here. */
function usePaletteKey(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (!isAsked || event.key.toLowerCase() !== 'k') return;
      event.preventDefault();
      openDialog('palette');
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Keys and dialogs of the whole dashboard. */
export function ShellDialogs() {
  const opened = useOpenedDialog();
  const router = useRouter();
  const waitsSinceMs = useRef<number | null>(null);
  usePaletteKey();
  usePageKeys<ShellCommand>(
    ({ key, atMs }) => {
      const read = readGoKey(waitsSinceMs.current, key, atMs);
      ({ waitsSinceMs: waitsSinceMs.current } = read);
      return read.command && { command: read.command, isAlwaysOn: false };
    },
    (command) => {
      if (command.kind === 'go') router.history.push(command.to);
      else if (command.kind === 'help') router.history.push('/help');
      else if (command.kind === 'keys') openDialog('keys');
      return true;
    },
    true,
  );
  // Another page, another matter: what signed somebody out closes what they had open, too.
  useEffect(() => close, []);
  return (
    <>
      {opened === 'palette' && <PaletteDialog onClose={close} />}
      {opened === 'keys' && <KeysDialog onClose={close} />}
    </>
  );
}
