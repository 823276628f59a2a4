import { useRef, useState } from 'react';
import type { AlertAct } from '../api/alert-queries.ts';
import type { AskedAct } from './alert-acts.tsx';
import { lineId } from './alert-line.tsx';
import type { AlertRow } from './build-alert-row.ts';
import { stepFocus, type ListCommand } from './list-keys.ts';
import type { ActOutcome } from './tell-outcome.ts';
import { useAlertActs, type ActTarget } from './use-alert-acts.ts';
import { useListKeys } from './use-list-keys.ts';

interface FiringListProps {
  /** Alerts that are shown, in their order. */
  lines: readonly AlertRow[];
  isOpen: boolean;
  /** @param takesFocus whether the alert's panel is to have it */
  onOpen: (id: string | undefined, takesFocus: boolean) => void;
}

/** What is being asked about which alerts; they stay those, whatever the list does meanwhile. */
interface Asked {
  readonly act: AskedAct;
  readonly targets: readonly ActTarget[];
}

const targetOf = ({ id, title, workload, part }: AlertRow): ActTarget => ({
  id,
  name: `${title} on ${workload}${part === null ? '' : `, ${part}`}`,
});

/** Where focus goes once some alerts are dealt with: to the next that is not one of them. */
function lineAfter(
  lines: readonly AlertRow[],
  focused: string | null,
  dealtWith: readonly ActTarget[],
): string | null {
  const done = new Set(dealtWith.map(({ id }) => id));
  const at = lines.findIndex(({ id }) => id === focused);
  const next = [...lines.slice(at), ...lines.slice(0, at)].find(({ id }) => !done.has(id));
  return next?.id ?? focused;
}

function focusLine(id: string | null): void {
  if (id !== null) document.getElementById(lineId(id))?.focus();
}

/** On a small window an opened alert takes the place of the list, whose keys then mean nothing. */
const isLineShown = (id: string): boolean =>
  document.getElementById(lineId(id))?.offsetParent != null;

/** Focus, selection and acts of a list of alerts, by pointer and by keyboard. */
export function useFiringList({ lines, isOpen, onOpen }: FiringListProps) {
  const [at, setAt] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const [outcome, setOutcome] = useState<ActOutcome | null>(null);
  const chosen = lines.filter(({ id }) => selected.has(id));
  const focused = lines.some(({ id }) => id === at) ? at : (lines[0]?.id ?? null);
  const meant = chosen.length > 0 ? chosen : lines.filter(({ id }) => id === focused);
  const onward = useRef<string | null>(null);
  function finish(known: ActOutcome): void {
    setAsked(null);
    setOutcome(known);
    setSelected(new Set());
    focusLine(onward.current);
  }
  const acts = useAlertActs(finish);
  // Handed to three hundred lines, so it stays the same one.
  const [toggle] = useState(() => (id: string): void => {
    setAsked(null);
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  });

  function toggleAll(ids: readonly string[]): void {
    setAsked(null);
    setSelected((before) => {
      const isAll = ids.every((id) => before.has(id));
      return isAll
        ? new Set([...before].filter((id) => !ids.includes(id)))
        : new Set([...before, ...ids]);
    });
  }

  function ask(act: AskedAct | null): void {
    setAsked(act === null ? null : { act, targets: meant.map(targetOf) });
    // What was refused stays until it is put away.
    if (outcome?.isGood) setOutcome(null);
    if (act === null) focusLine(focused);
  }

  function send(act: AlertAct): void {
    if (asked === null) return;
    onward.current = act.act === 'comment' ? focused : lineAfter(lines, focused, asked.targets);
    acts.mutate({ targets: asked.targets, act });
  }

  function leave(): boolean {
    if (asked !== null) setAsked(null);
    else if (isOpen) onOpen(undefined, false);
    else if (selected.size > 0) setSelected(new Set());
    else return false;
    focusLine(focused);
    return true;
  }

  function obey(command: ListCommand): boolean {
    if (command === 'leave') return leave();
    if (focused === null || !isLineShown(focused)) return false;
    switch (command) {
      case 'next':
      case 'previous':
      case 'first':
      case 'last': {
        const ids = lines.map(({ id }) => id);
        focusLine(stepFocus(ids, at === null ? null : focused, command));
        return true;
      }
      case 'select':
        toggle(focused);
        return true;
      case 'open':
        onOpen(focused, true);
        return true;
      case 'acknowledge':
      case 'comment':
      case 'silence':
      case 'snooze':
        ask(command);
        return true;
    }
  }
  useListKeys(obey);
  return {
    focused,
    selected,
    toggle,
    toggleAll,
    setAt,
    bar: {
      targets: asked?.targets ?? meant.map(targetOf),
      chosen: chosen.length,
      asked: asked?.act ?? null,
      isPending: acts.isPending,
      outcome,
      onAsk: ask,
      onSend: send,
      onSilenced: (known: ActOutcome) => {
        onward.current = lineAfter(lines, focused, asked?.targets ?? []);
        finish(known);
      },
      onClear: () => setSelected(new Set()),
      onAway: () => setOutcome(null),
    },
  };
}
