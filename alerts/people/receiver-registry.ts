import { BellwetherError } from '../../core/errors.ts';
import type { Versioned } from '../../core/parse-document.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { LedgerRecord } from '../../store/ledger/record.ts';
import {
  mapSecrets,
  parseReceiver,
  RECEIVER_TYPES,
  receiverDocument,
  showReceiver,
  type ReceiverDocument,
  USUAL_PER_MINUTE,
} from './receiver.ts';

/** How secrets are kept in the ledger, which others may read. */
export interface SecretSeal {
  readonly seal: (text: string) => string;
  /** @throws Error where the key is another */
  readonly open: (sealed: string) => string;
}

/** A receiver as it is shown: without its secrets. */
export type ShownReceiver = Readonly<Record<string, unknown>>;

/** Who can be told, and all versions of it. */
export interface ReceiverRegistry {
  /** As it is shown; null where there is none. */
  get(id: string): Versioned<ShownReceiver> | null;
  /** As they are shown, by id. */
  list(): Versioned<ShownReceiver>[];
  /** Id and type of each. */
  kinds(): Pick<ReceiverDocument, 'id' | 'type'>[];
  /** Most deliveries in a minute; of one that is not there, what a webhook takes. */
  limitOf(id: string): number;
  /**
   * With its secrets, to be sent to; null where there is none.
   * @throws BellwetherError `unavailable` where its secrets cannot be opened
   */
  find(id: string): ReceiverDocument | null;
  /**
   * Writes a whole document as a new version; a secret that is left out stays what it was.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<ShownReceiver>>;
  /** @throws BellwetherError `not_found`, `stale_version` on an outdated version */
  remove(id: string, actor: string, expectedVersion?: number): Promise<void>;
}

interface Kept {
  readonly id: string;
  readonly type: ReceiverDocument['type'];
}

/** A document as the ledger keeps it: known by id and type, its secrets sealed. */
function keptOf({ document }: LedgerRecord): Record<string, unknown> & Kept {
  const members: Record<string, unknown> = { ...(document as object) };
  const type = RECEIVER_TYPES.find((one) => one === members['type']);
  if (type === undefined) throw new RangeError(`not a receiver: ${String(members['id'])}`);
  return { ...members, id: String(members['id']), type };
}

/** Opens the registry on what the ledger holds. */
export function createReceiverRegistry(ledger: Ledger, secrets: SecretSeal): ReceiverRegistry {
  const shown = (record: LedgerRecord): Versioned<ShownReceiver> => ({
    document: showReceiver(keptOf(record)),
    version: record.version,
  });
  const shownOf = (id: string): Versioned<ShownReceiver> | null => {
    const record = ledger.get('receiver', id);
    return record ? shown(record) : null;
  };
  const find = (id: string): ReceiverDocument | null => {
    const record = ledger.get('receiver', id);
    if (!record) return null;
    try {
      return receiverDocument.parse(mapSecrets(keptOf(record), secrets.open));
    } catch (cause) {
      const words = `the secret of the receiver ${id} cannot be opened: write it again`;
      throw new BellwetherError('unavailable', words, { cause });
    }
  };
  const previousOf = (id: string): ReceiverDocument | null => {
    try {
      return find(id);
    } catch {
      // A secret that is lost is no reason to refuse a new one.
      return null;
    }
  };
  return {
    get: shownOf,
    list: () => ledger.list('receiver').map(shown),
    kinds: () => ledger.list('receiver').map((record) => keptOf(record)),
    limitOf(id) {
      const record = ledger.get('receiver', id);
      // One that was deleted meanwhile still has what waits for it: nothing to hold back for.
      if (!record) return USUAL_PER_MINUTE.webhook;
      const { max_per_minute: limit, type } = keptOf(record);
      return typeof limit === 'number' ? limit : USUAL_PER_MINUTE[type];
    },
    find,
    async put(id, input, actor, expectedVersion) {
      const receiver = parseReceiver(id, input, previousOf(id));
      const document = mapSecrets(receiver, secrets.seal);
      const expected = expectedVersion === undefined ? {} : { expectedVersion };
      const change = { kind: 'receiver', id, document, actor, reason: '', ...expected } as const;
      const [record] = await ledger.append([change]);
      return { document: showReceiver(receiver), version: record?.version ?? 0 };
    },
    async remove(id, actor, expectedVersion) {
      const record = ledger.get('receiver', id);
      if (!record) throw new BellwetherError('not_found', `there is no receiver ${id}`);
      const document = mapSecrets(keptOf(record), () => '');
      await ledger.append([
        {
          kind: 'receiver',
          id,
          document,
          actor,
          reason: '',
          deletes: true,
          expectedVersion: expectedVersion ?? record.version,
        },
      ]);
    },
  };
}
