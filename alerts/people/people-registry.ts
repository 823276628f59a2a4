import { BellwetherError } from '../../core/errors.ts';
import type { Versioned } from '../../core/parse-document.ts';
import { DAY_MS } from '../../core/time.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { compilePeople, type People } from './people.ts';
import { receiverUses } from './receiver-uses.ts';
import type { ReceiverRegistry } from './receiver-registry.ts';
import { parseRoutes, routesDocument, type RoutesDocument } from './route-document.ts';
import { parseSilence, silenceDocument, type SilenceDocument } from '../labels/silence.ts';

/** Silences that are not over, at most: each is asked about each alert. */
const MAX_SILENCES = 1_000;
const ROUTES = 'routes';

/** Who writes, and when. */
export interface Author {
  readonly actor: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/** Routes and silences, and all their versions. */
export interface PeopleRegistry {
  /** The routes as they are; version 0 before any was written, and nobody is told then. */
  routes(): Versioned<RoutesDocument>;
  /** @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version */
  putRoutes(
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<RoutesDocument>>;
  /**
   * Removes a receiver that no route names.
   * @throws BellwetherError `not_found`, `stale_version`, `conflict` with every place that names it
   */
  removeReceiver(id: string, actor: string, expectedVersion?: number): Promise<void>;
  /** Every silence that was not lifted, also those that are over; the last to end first. */
  silences(): Versioned<SilenceDocument>[];
  /**
   * @param id of the new silence, a slug that was never used
   * @throws BellwetherError `invalid` with every problem, `conflict` where there are too many
   */
  addSilence(id: string, input: unknown, author: Author): Promise<Versioned<SilenceDocument>>;
  /** Lifts a silence. @throws BellwetherError `not_found` */
  liftSilence(id: string, actor: string): Promise<void>;
  /** Everything as planning asks for it; the same object until something changes. */
  people(nowMs: number): People;
}

/** Opens the registry on what the ledger holds. */
export function createPeopleRegistry(ledger: Ledger, receivers: ReceiverRegistry): PeopleRegistry {
  let compiled: { readonly sequence: number; readonly people: People } | null = null;

  const routes = (): Versioned<RoutesDocument> => {
    const record = ledger.get('route', ROUTES);
    if (!record) return { document: routesDocument.parse({ id: ROUTES }), version: 0 };
    return { document: routesDocument.parse(record.document), version: record.version };
  };
  const silences = (): Versioned<SilenceDocument>[] =>
    ledger
      .list('silence')
      .map(({ document, version }) => ({ document: silenceDocument.parse(document), version }))
      .sort((a, b) => Date.parse(b.document.ends_at) - Date.parse(a.document.ends_at));
  const endingAfter = (atMs: number): SilenceDocument[] =>
    silences()
      .map(({ document }) => document)
      .filter(({ ends_at }) => Date.parse(ends_at) > atMs);

  return {
    routes,
    async putRoutes(input, actor, expectedVersion) {
      const document = parseRoutes(input, (id) => receivers.get(id) !== null);
      const expected = expectedVersion === undefined ? {} : { expectedVersion };
      const change = {
        kind: 'route',
        id: ROUTES,
        document,
        actor,
        reason: '',
        ...expected,
      } as const;
      const [record] = await ledger.append([change]);
      return { document, version: record?.version ?? 0 };
    },
    async removeReceiver(id, actor, expectedVersion) {
      const uses = receiverUses(routes().document, id);
      if (uses.length > 0) {
        throw new BellwetherError('conflict', `routes still name the receiver ${id}`, {
          errors: uses.map((path) => ({ path, message: 'names it' })),
        });
      }
      await receivers.remove(id, actor, expectedVersion);
    },
    silences,
    async addSilence(id, input, { actor, nowMs }) {
      const document = parseSilence(input, { id, author: actor, nowMs });
      if (endingAfter(nowMs).length >= MAX_SILENCES) {
        throw new BellwetherError('conflict', `there are already ${MAX_SILENCES} silences`);
      }
      const { reason } = document;
      const change = { kind: 'silence', id, document, actor, reason, expectedVersion: 0 } as const;
      const [record] = await ledger.append([change]);
      return { document, version: record?.version ?? 0 };
    },
    async liftSilence(id, actor) {
      const record = ledger.get('silence', id);
      if (!record) throw new BellwetherError('not_found', `there is no silence ${id}`);
      const { document, version } = record;
      await ledger.append([
        {
          kind: 'silence',
          id,
          document,
          actor,
          reason: '',
          deletes: true,
          expectedVersion: version,
        },
      ]);
    },
    people(nowMs) {
      const sequence = ledger.sequence();
      if (compiled?.sequence !== sequence) {
        // A day is more than planning ever goes back.
        const current = endingAfter(nowMs - DAY_MS);
        const people = compilePeople(routes().document, current, receivers.kinds());
        compiled = { sequence, people };
      }
      return compiled.people;
    },
  };
}
