import { BellwetherError } from '../../core/errors.ts';
import type { Versioned } from '../../core/parse-document.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { decisionDocument, type DecisionDocument } from '../signing/decision.ts';
import { reviewPeriods, type ReviewPeriod } from '../signing/review-periods.ts';

/** What people decided about workloads: read from the ledger, written to it one version at a time. */
export interface DecisionRegistry {
  get(id: string): Versioned<DecisionDocument> | null;
  /** All decisions, in the order they were proposed. */
  list(): Versioned<DecisionDocument>[];
  /** Those of a workload, in the order they were proposed. */
  ofWorkload(workload: string): Versioned<DecisionDocument>[];
  /** Review dates of a workload's decisions, in the order they came in force. */
  periodsOf(workload: string): readonly ReviewPeriod[];
  /** The id that the next decision of a workload gets, `<workload>-<n>`. */
  nextId(workload: string): string;
  /**
   * Writes a decision.
   * @param version that it follows; 0: there is none yet
   * @throws BellwetherError `conflict`, saying who and when, where somebody else was faster
   */
  write(
    document: DecisionDocument,
    by: { readonly actor: string; readonly reason: string; readonly version: number },
  ): Promise<Versioned<DecisionDocument>>;
}

interface Known {
  readonly sequence: number;
  readonly all: Versioned<DecisionDocument>[];
  readonly byWorkload: ReadonlyMap<string, Versioned<DecisionDocument>[]>;
  readonly periods: ReadonlyMap<string, readonly ReviewPeriod[]>;
}

/** Makes the registry; what it reads is worked out again only after the ledger has grown. */
export function createDecisionRegistry(ledger: Ledger): DecisionRegistry {
  const parsed = new Map<string, Versioned<DecisionDocument>>();
  let known: Known | null = null;

  const read = (): Known => {
    const sequence = ledger.sequence();
    if (known?.sequence === sequence) return known;
    const all = ledger
      .list('decision')
      .map(({ id, version, document }) => {
        const before = parsed.get(id);
        if (before?.version === version) return before;
        const current = { document: decisionDocument.parse(document), version };
        parsed.set(id, current);
        return current;
      })
      .sort((a, b) => a.document.proposed_at.localeCompare(b.document.proposed_at));
    const byWorkload = new Map<string, Versioned<DecisionDocument>[]>();
    for (const one of all) {
      const { workload } = one.document;
      byWorkload.set(workload, [...(byWorkload.get(workload) ?? []), one]);
    }
    const periods = new Map(
      [...byWorkload].map(([id, some]) => [id, reviewPeriods(some.map((one) => one.document))]),
    );
    known = { sequence, all, byWorkload, periods };
    return known;
  };

  const get = (id: string): Versioned<DecisionDocument> | null =>
    read().all.find(({ document }) => document.id === id) ?? null;

  return {
    get,
    list: () => read().all,
    ofWorkload: (workload) => read().byWorkload.get(workload) ?? [],
    periodsOf: (workload) => read().periods.get(workload) ?? [],
    nextId: (workload) => `${workload}-${(read().byWorkload.get(workload)?.length ?? 0) + 1}`,
    async write(document, { actor, reason, version }) {
      const { id } = document;
      try {
        const change = { kind: 'decision', id, document, actor, reason } as const;
        const [record] = await ledger.append([{ ...change, expectedVersion: version }]);
        return { document, version: record?.version ?? 0 };
      } catch (error) {
        if (!(error instanceof BellwetherError) || error.code !== 'stale_version') throw error;
        throw new BellwetherError('conflict', tellFaster(get(id)?.document ?? null), {
          cause: error,
        });
      }
    },
  };
}

/** Who changed a decision meanwhile, and when. */
function tellFaster(current: DecisionDocument | null): string {
  if (current === null) return 'the decision was changed meanwhile: read it again';
  const { id, withdrawn, refused, signatures, proposed_by: proposer, proposed_at: at } = current;
  const ended = withdrawn ?? refused;
  if (ended) return `${id} was ended by ${ended.name} at ${ended.at}`;
  const last = signatures.at(-1);
  return last
    ? `${id} was signed by ${last.name} as ${last.capacity} at ${last.at}`
    : `${id} was proposed by ${proposer.name} at ${at}`;
}
