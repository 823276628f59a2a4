import { decisionDocument } from '../decisions/signing/decision.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { isRedacted } from '../store/ledger/redaction.ts';
import type { EffectEvent } from './effect-events.ts';

/**
 * Decisions that came in force since a place in the ledger, ascending: read from the ledger, so that a stop
 * between signing and telling tells later rather than never.
 * @param since a sequence of the ledger
 */
export function decisionEventsSince(
  ledger: Pick<Ledger, 'list' | 'history'>,
  since: number,
): EffectEvent[] {
  const changed = ledger.list('decision').filter(({ sequence }) => sequence > since);
  return changed.flatMap(({ id }) => {
    const history = ledger
      .history('decision', id)
      .filter((record) => !isRedacted(record))
      .map(({ sequence, document }) => ({ sequence, document: decisionDocument.parse(document) }));
    const first = history.find(({ document }) => document.in_force_at !== null);
    if (first === undefined || first.sequence <= since) return [];
    const { workload, verdict, accepts, review_date, in_force_at: at, next_mode } = first.document;
    const atMs = Date.parse(at ?? '');
    const data = { decision: id, verdict, accepts, review_date, next_mode };
    return [{ type: 'org.bellwether.decision.signed', workload, key: id, atMs, data }];
  });
}
