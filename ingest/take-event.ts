import type { CheckedEvent } from './check-event.ts';
import { claimId } from './claim-ids.ts';
import { encodeEvent, tableOf } from './encode-event.ts';
import type { RunCost } from './price-run.ts';
import { HASHED_USER } from './quarantine.ts';
import type { Redactor } from './redactor.ts';
import type { RowBatch } from './row-batch.ts';
import type { TakeDeps, TakeFacts } from './take-events.ts';
import { wellFormed } from './well-formed.ts';

const NO_COST: RunCost = { costUsd: null, costSource: '' };

/**
 * Claims and encodes one event.
 * @param quarantinedId where the event comes out of the quarantine: its row there, which is its id if
 *   it states none; only then a user may have been hashed already
 * @returns false where its id has been taken before
 */
export type TakeEvent = (checked: CheckedEvent, quarantinedId?: string) => boolean;

/** @param redactor null where nothing is to be taken out */
export function createEventTaker(
  deps: TakeDeps,
  { receivedAtMs, notes }: TakeFacts,
  batch: RowBatch,
  redactor: Redactor | null,
): TakeEvent {
  const { seen } = deps;

  function hashOf(user: string | null | undefined, isHashed: boolean): string {
    if (user == null) return '';
    const isReady = isHashed && user.startsWith(HASHED_USER);
    return isReady ? wellFormed(user.slice(HASHED_USER.length)) : deps.hashUser(wellFormed(user));
  }

  return (checked, quarantinedId) => {
    const { tsMs } = checked;
    const sent = checked.event;
    const id = sent.id == null ? (quarantinedId ?? deps.randomId()) : wellFormed(sent.id);
    const rows = batch.rowsOf(tableOf(checked));
    if (!claimId(seen, rows, sent.workload, id, receivedAtMs)) return false;
    const { costUsd, costSource } = sent.kind === 'run' ? deps.price(sent, tsMs) : NO_COST;
    const event = redactor ? redactor.redactFields(sent, null) : sent;
    const userHash = hashOf(event.user, quarantinedId !== undefined);
    encodeEvent(rows, event === sent ? checked : { ...checked, event }, {
      id,
      receivedAtMs,
      userHash,
      costUsd,
      costSource,
    });
    if (notes?.wants('accepted')) notes.add({ kind: 'accepted', id, tsMs, event });
    return true;
  };
}
