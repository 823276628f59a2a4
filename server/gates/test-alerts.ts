import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { DAY_MS, isoTime } from '../../core/time.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';

const instant = z.iso.datetime();

/** A receiver's last test alert, as the ledger keeps it. */
export const testAlert = z.strictObject({
  /** `receiver:ID`, which no gate of a workload is called. */
  id: z.string(),
  receiver: z.string(),
  delivered_at: instant,
  acknowledged_at: instant.nullable(),
  acknowledged_by: z.string().nullable(),
});
export type TestAlert = z.infer<typeof testAlert>;

/** Who did something, and when. */
interface Act {
  readonly actor: string;
  readonly nowMs: number;
}

/** What became of the test alerts to receivers: part of the proof that a workload is watched. */
export interface TestAlerts {
  /** Keeps that a test arrived. */
  delivered(receiver: string, act: Act): Promise<void>;
  /**
   * Keeps that somebody saw the test that arrived last.
   * @throws BellwetherError `conflict` where none arrived within a week, or it was acknowledged already
   */
  acknowledge(receiver: string, act: Act): Promise<TestAlert>;
  /** The test that arrived last; null where none ever did. */
  last(receiver: string): TestAlert | null;
  /** The latest test that was acknowledged; null where none ever was. */
  acknowledged(receiver: string): { receiver: string; acknowledgedMs: number } | null;
}

/** After this long nobody remembers having seen it. */
const ACKNOWLEDGE_WITHIN_MS = 7 * DAY_MS;

const idOf = (receiver: string): string => `receiver:${receiver}`;

export function createTestAlerts(ledger: Ledger): TestAlerts {
  const write = async (document: TestAlert, actor: string, reason: string): Promise<void> => {
    await ledger.append([{ kind: 'gate', id: document.id, document, actor, reason }]);
  };
  const last = (receiver: string): TestAlert | null => {
    const record = ledger.get('gate', idOf(receiver));
    return record ? testAlert.parse(record.document) : null;
  };
  return {
    last,
    delivered: (receiver, { actor, nowMs }) =>
      write(
        {
          id: idOf(receiver),
          receiver,
          delivered_at: isoTime(nowMs),
          acknowledged_at: null,
          acknowledged_by: null,
        },
        actor,
        'a test alert was delivered',
      ),
    async acknowledge(receiver, { actor, nowMs }) {
      const delivered = last(receiver);
      if (
        delivered === null ||
        nowMs - Date.parse(delivered.delivered_at) > ACKNOWLEDGE_WITHIN_MS
      ) {
        throw new BellwetherError(
          'conflict',
          `no test alert was delivered to ${receiver} within a week: send one first`,
        );
      }
      if (delivered.acknowledged_at !== null) {
        throw new BellwetherError('conflict', 'this test alert was acknowledged already');
      }
      const acknowledged_at = isoTime(nowMs);
      const document = { ...delivered, acknowledged_at, acknowledged_by: actor };
      await write(document, actor, 'the test alert was seen');
      return document;
    },
    acknowledged(receiver) {
      const latest = ledger
        .history('gate', idOf(receiver))
        .filter((record) => !isRedacted(record))
        .map(({ document }) => testAlert.parse(document))
        .findLast(({ acknowledged_at }) => acknowledged_at !== null);
      if (latest === undefined || latest.acknowledged_at === null) return null;
      return { receiver, acknowledgedMs: Date.parse(latest.acknowledged_at) };
    },
  };
}
