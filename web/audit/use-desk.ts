import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { auditKey, sendReview, type AuditItem } from '../api/audit-queries.ts';
import { chooseRun, FIRST_STATE, stepDesk, type DeskState, type HeldBack } from './desk-state.ts';
import { useVisibleSeconds } from './use-visible-seconds.ts';

/** How long a finished review can be taken back before it is sent. */
const UNDO_MS = 6000;

/** The desk of a reviewer: the run that is shown, and what can be done about it. */
export interface Desk {
  readonly state: DeskState;
  /** Null where none waits. */
  readonly item: AuditItem | null;
  /** Runs that wait, this one included. */
  readonly waiting: number;
  /** Why a review could not be sent; null: nothing failed since the last one. */
  readonly fault: string | null;
  readonly say: (draft: Partial<DeskState['draft']>) => void;
  readonly judge: () => void;
  readonly finish: () => boolean;
  readonly skip: () => void;
  readonly undo: () => void;
}

/** Keeps a review back for a moment, then sends it; what is sent stands. */
export function useDesk(id: string, items: readonly AuditItem[]): Desk {
  const [state, act] = useReducer(stepDesk, FIRST_STATE);
  const [fault, setFault] = useState<string | null>(null);
  const queries = useQueryClient();
  const shown = chooseRun(
    items.map(({ run }) => run.id),
    state,
  );
  const readSeconds = useVisibleSeconds(shown);
  const { mutate } = useMutation({
    mutationFn: ({ run, draft, verdict, seconds }: HeldBack) =>
      sendReview(id, run, {
        verdict,
        seconds,
        ...(draft.hallucination === null ? {} : { hallucination: draft.hallucination }),
        ...(draft.pattern.trim() === '' ? {} : { failure_pattern: draft.pattern.trim() }),
      }),
    onSuccess: () => setFault(null),
    onError: (error, { run }) => {
      setFault(tellFault(error));
      if (!(error instanceof ApiError) || error.status !== CONFLICT) act({ act: 'failed', run });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: auditKey(id) }),
  });
  const { heldBack } = state;
  useSendLater(heldBack, (review) => {
    act({ act: 'sent', run: review.run });
    mutate(review);
  });
  function finish(): boolean {
    if (shown === null || state.draft.verdict === null) return false;
    if (heldBack !== null) mutate(heldBack);
    act({ act: 'finish', run: shown, seconds: readSeconds() });
    return true;
  }
  return {
    state,
    item: items.find(({ run }) => run.id === shown) ?? null,
    waiting: items.filter(({ run }) => !state.done.has(run.id)).length,
    fault,
    say: (draft) => act({ act: 'say', draft }),
    judge: () => act({ act: 'judge' }),
    finish,
    skip: () => {
      if (shown !== null) act({ act: 'skip', run: shown });
    },
    undo: () => act({ act: 'undo' }),
  };
}

/** Sends what is held back once its time is over, or at once where the page is left. */
function useSendLater(heldBack: HeldBack | null, send: (review: HeldBack) => void): void {
  const waiting = useRef<HeldBack | null>(null);
  const sendNow = useEffectEvent((): void => {
    if (waiting.current === null) return;
    const review = waiting.current;
    waiting.current = null;
    send(review);
  });
  useEffect(() => {
    waiting.current = heldBack;
    if (heldBack === null) return undefined;
    const timer = setTimeout(() => sendNow(), UNDO_MS);
    return () => clearTimeout(timer);
  }, [heldBack]);
  useEffect(() => {
    const leave = (): void => sendNow();
    globalThis.addEventListener('pagehide', leave);
    return () => {
      globalThis.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
}

const CONFLICT = 409;

function tellFault(error: unknown): string {
  if (!(error instanceof ApiError)) return 'The last review could not be sent.';
  if (error.status === CONFLICT) return `The last review was not taken: ${error.detail}`;
  return `The last review could not be sent and waits here again. ${error.message}`;
}
