import { z } from 'zod';
import { canonicalJson } from '../../core/canonical-json.ts';
import { namesPerson, personDocument } from '../../core/person.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { GateSources, NamedPerson } from '../../decisions/gates/gate-facts.ts';
import type { GateRegistry } from '../../decisions/registry/gates.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { TestAlerts } from './test-alerts.ts';
import { createWatchReader } from './watch-reader.ts';

const heldReview = z.looseObject({ held_at: z.iso.datetime({ offset: true }).optional() });

/** What proves the gates of workloads beside record, policy and telemetry, as the ledger holds it now. */
export function createGateSources(
  ledger: Ledger,
  registry: Pick<GateRegistry, 'signatures'>,
  tests: TestAlerts,
): (workload: WorkloadDocument) => GateSources {
  const watchOf = createWatchReader(ledger, tests);
  const known = new Map<string, { workload: WorkloadDocument; sources: GateSources }>();
  let sequence = -1;
  let everybody: readonly NamedPerson[] = [];
  const make = (workload: WorkloadDocument): GateSources => {
    const watch = watchOf(workload);
    const signatures = registry.signatures(workload.id);
    const reviewsMs = reviewsOf(ledger, workload.id);
    const people = namedPeople(everybody, workload);
    const key = JSON.stringify([watch, [...signatures], reviewsMs, people]);
    return { watch, signatures, reviewsMs, people, key };
  };
  return (workload) => {
    if (ledger.sequence() !== sequence) {
      known.clear();
      sequence = ledger.sequence();
      everybody = peopleOf(ledger);
    }
    const before = known.get(workload.id);
    // A record that is being tried is another one than the one that is kept.
    if (before !== undefined && isSameSubject(before.workload, workload)) return before.sources;
    const sources = make(workload);
    known.set(workload.id, { workload, sources });
    return sources;
  };
}

/** Rules select by stage and risk class. */
const isSameSubject = (a: WorkloadDocument, b: WorkloadDocument): boolean =>
  a.stage === b.stage &&
  a.risk_class === b.risk_class &&
  canonicalJson(a.owners ?? {}) === canonicalJson(b.owners ?? {});

/** By id, so that the same people make the same key. */
const peopleOf = (ledger: Ledger): NamedPerson[] =>
  ledger
    .list('person')
    .map(({ document }) => personDocument.parse(document))
    .map(({ id, email }) => ({ id, email }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

function namedPeople(
  everybody: readonly NamedPerson[],
  { owners = {} }: WorkloadDocument,
): NamedPerson[] {
  const texts = Object.values(owners).flatMap((text) => text ?? []);
  return everybody.filter((person) => texts.some((text) => namesPerson(text, person)));
}

/** When each business review was held: as it says, else when it was first written down. */
function reviewsOf(ledger: Ledger, workload: string): number[] {
  return ledger
    .list('review')
    .filter(({ id }) => id.startsWith(`${workload}/`))
    .flatMap(({ id, document }) => {
      const held = heldReview.safeParse(document).data?.held_at;
      if (held !== undefined) return [Date.parse(held)];
      const first = ledger.history('review', id)[0];
      return first === undefined ? [] : [first.atMs];
    })
    .sort((a, b) => a - b);
}
