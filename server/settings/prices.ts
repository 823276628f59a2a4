import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import {
  PRICE_DEFAULTS,
  areRivals,
  compilePriceOverrides,
  priceDocument,
  type FindPrice,
  type PriceDocument,
} from '../../ingest/price-overrides.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';

/** Prices that people set for models, and all their versions. */
export interface PriceRegistry {
  get(id: string): Versioned<PriceDocument> | null;
  list(): Versioned<PriceDocument>[];
  /**
   * Writes a whole document; events that come from then on are priced by it.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<PriceDocument>>;
  /** @throws BellwetherError `not_found`, `stale_version` on an outdated version */
  remove(id: string, actor: string, expectedVersion?: number): Promise<void>;
  /** The prices as they are now, ready to be asked; null where there are none. */
  readonly current: () => FindPrice | null;
}

/** Opens the registry on what the ledger holds. */
export function createPriceRegistry(ledger: Ledger): PriceRegistry {
  const list = (): Versioned<PriceDocument>[] =>
    ledger.list('price').map(({ document, version }) => ({
      document: priceDocument.parse(document),
      version,
    }));
  const compile = (): FindPrice | null =>
    compilePriceOverrides(list().map(({ document }) => document));
  let compiled = compile();

  function findFaults(price: PriceDocument): FieldError[] {
    const faults: FieldError[] = [];
    if (price.until !== null && price.until <= price.from) {
      faults.push({ path: 'until', message: `must lie after from, ${price.from}` });
    }
    const rival = list().find(
      ({ document }) => document.id !== price.id && areRivals(document, price),
    );
    if (rival) {
      const message = `${rival.document.id} already prices this model from this day on`;
      faults.push({ path: 'from', message });
    }
    return faults;
  }

  const putNow: PriceRegistry['put'] = async (id, input, actor, expectedVersion) => {
    const document = parseDocument(id, input, {
      schema: priceDocument,
      noun: 'a price',
      defaults: PRICE_DEFAULTS,
      findFaults,
    });
    const [record] = await ledger.append([
      {
        kind: 'price',
        id,
        document,
        actor,
        reason: '',
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
      },
    ]);
    compiled = compile();
    return { document, version: record?.version ?? 0 };
  };
  const inTurn = oneAtATime();

  const get = (id: string): Versioned<PriceDocument> | null => {
    const record = ledger.get('price', id);
    if (!record) return null;
    return { document: priceDocument.parse(record.document), version: record.version };
  };

  return {
    get,
    list,
    put(id, input, actor, expectedVersion) {
      // One at a time: two prices that are each fine may be rivals.
      return inTurn(() => putNow(id, input, actor, expectedVersion));
    },
    async remove(id, actor, expectedVersion) {
      const found = get(id);
      if (!found) throw new BellwetherError('not_found', `there is no price ${id}`);
      await ledger.append([
        {
          kind: 'price',
          id,
          document: found.document,
          actor,
          reason: '',
          deletes: true,
          expectedVersion: expectedVersion ?? found.version,
        },
      ]);
      compiled = compile();
    },
    current: () => compiled,
  };
}
