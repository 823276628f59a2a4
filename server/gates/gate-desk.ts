import { BellwetherError } from '../../core/errors.ts';
import type { Capacity, WorkloadDocument } from '../../core/workload.ts';
import type { Assessor } from '../../decisions/assessor.ts';
import { appliesTo, findGate, GATES } from '../../decisions/gates/gate-catalogue.ts';
import type { GateDefinition } from '../../decisions/gates/gate-definition.ts';
import type { GateFacts, GateSources, SeenDataset } from '../../decisions/gates/gate-facts.ts';
import { toGateItem, type GateItem, type GateViewer } from '../../decisions/gates/gate-item.ts';
import { chooseCapacity, refuseSignature } from '../../decisions/gates/may-sign.ts';
import { proveGate, type GateProof } from '../../decisions/gates/prove-gate.ts';
import { gateFactsOf } from '../../decisions/live/replays.ts';
import type { GateRegistry } from '../../decisions/registry/gates.ts';
import type { PolicyRegistry } from '../../decisions/registry/policies.ts';
import type { WorkloadRegistry } from '../../decisions/registry/workloads.ts';
import type { Attestation } from '../../decisions/gates/signature.ts';
import type { OwnersVersion } from '../../decisions/signing/owners-for.ts';
import type { Principal } from '../access/principal.ts';

/** Shows the gates of workloads, and takes what people sign about them. */
export interface GateDesk {
  /** @param atMs epoch milliseconds; null: now */
  list(id: string, atMs: number | null, viewer: GateViewer): Promise<GateItem[]>;
  /** Whether it stands in production without having passed the gates on the way; as of now. */
  isPlaced(id: string): boolean;
  /**
   * @throws BellwetherError `not_found`, `forbidden` or `conflict` with the reason in words, `invalid` for an
   *   expiry that is none
   */
  sign(
    id: string,
    gate: string,
    stated: Attestation,
    principal: Principal,
    viewer: GateViewer,
  ): Promise<GateItem>;
  /** @throws BellwetherError `not_found`, `forbidden`, `conflict` */
  revoke(
    id: string,
    gate: string,
    signature: number,
    principal: Principal,
    viewer: GateViewer,
  ): Promise<GateItem>;
  /** Gates of a record that may not be kept yet, proved now. */
  prove(workload: WorkloadDocument, gates: readonly GateDefinition[]): Promise<GateProof[]>;
}

export interface GateDeskDependencies {
  readonly assessor: Pick<Assessor, 'replayed'>;
  readonly workloads: Pick<WorkloadRegistry, 'get'>;
  readonly policies: Pick<PolicyRegistry, 'resolve'>;
  readonly registry: GateRegistry;
  readonly sourcesOf: (workload: WorkloadDocument) => GateSources;
  readonly isPlaced: (workload: string) => boolean;
  /** See `readOwnersVersions`. */
  readonly versionsOf: (workload: string) => readonly OwnersVersion[];
  readonly listDatasets: (workload: string, untilMs: number) => Promise<SeenDataset[]>;
  readonly now: () => number;
}

export function createGateDesk(dependencies: GateDeskDependencies): GateDesk {
  const { assessor, workloads, policies, registry, sourcesOf, isPlaced } = dependencies;
  const { versionsOf, listDatasets, now } = dependencies;

  const recordOf = (id: string): WorkloadDocument => {
    const found = workloads.get(id);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${id}`);
    return found.document;
  };
  const gateOf = (id: string): GateDefinition => {
    const found = findGate(id);
    if (found === null) throw new BellwetherError('not_found', `there is no gate ${id}`);
    return found;
  };

  /** Everything as it stood; at `null` the telemetry in memory, which may end a minute ago. */
  const factsAt = async (
    workload: WorkloadDocument,
    atMs: number | null,
    isWithDatasets: boolean,
  ): Promise<{ facts: GateFacts; telemetryMs: number; signaturesMs: number }> => {
    const { rows, history } = await assessor.replayed(workload.id, atMs);
    const inForce = policies.resolve(workload.policy, atMs ?? now(), workload);
    const subject = {
      workload,
      inForce,
      blocking: [],
      periods: [],
      key: '',
      gateSources: () => sourcesOf(workload),
    };
    const facts = gateFactsOf(subject, inForce.policy, rows, history);
    const datasets = isWithDatasets ? await listDatasets(workload.id, history.endMs) : [];
    const signaturesMs = atMs === null ? now() : history.endMs;
    return { facts: { ...facts, datasets }, telemetryMs: history.endMs, signaturesMs };
  };

  const isOnDatasets = (gates: readonly GateDefinition[]): boolean =>
    gates.some(({ id }) => id === ON_DATASETS);

  const items = async (
    workload: WorkloadDocument,
    gates: readonly GateDefinition[],
    atMs: number | null,
    viewer: GateViewer,
  ): Promise<GateItem[]> => {
    const found = await factsAt(workload, atMs, isOnDatasets(gates));
    const { facts, telemetryMs, signaturesMs } = found;
    const versions = versionsOf(workload.id);
    return gates.map((gate) => {
      const signatures = facts.signatures.get(gate.id) ?? [];
      const proof = proveGate(gate, facts, telemetryMs, signaturesMs);
      const isRequired = facts.policy.gatesRequiredForScale.includes(gate.id);
      const question = { gate, workload, versions, signatures, atMs: signaturesMs };
      return toGateItem(question, proof, isRequired, viewer);
    });
  };
  const itemOf = async (
    workload: WorkloadDocument,
    gate: GateDefinition,
    viewer: GateViewer,
  ): Promise<GateItem> => {
    const [item] = await items(workload, [gate], null, viewer);
    if (!item) throw new RangeError(`the gate ${gate.id} was not proved`);
    return item;
  };

  return {
    isPlaced: (id) => isPlaced(recordOf(id).id),
    async list(id, atMs, viewer) {
      const workload = recordOf(id);
      const required = policies.resolve(workload.policy, atMs ?? now(), workload).policy;
      const shown = GATES.filter(
        (gate) => appliesTo(gate, workload) || required.gatesRequiredForScale.includes(gate.id),
      );
      return items(workload, shown, atMs, viewer);
    },
    async sign(id, gateId, stated, principal, viewer) {
      const workload = recordOf(id);
      const gate = gateOf(gateId);
      const nowMs = now();
      const capacity = capacityOf(gate, workload, stated, viewer, nowMs);
      const datasets = gate.id === ON_DATASETS ? await seenDatasets(id, nowMs) : null;
      await registry.sign(
        {
          workload,
          gate,
          capacity,
          actor: principal.actor,
          name: principal.name,
          person: principal.person,
          nowMs,
          ...(datasets === null ? {} : { datasets }),
        },
        stated,
      );
      return itemOf(workload, gate, viewer);
    },
    async revoke(id, gateId, signature, principal, viewer) {
      const workload = recordOf(id);
      const gate = gateOf(gateId);
      const { actor, person } = principal;
      await registry.revoke(id, gate.id, signature, {
        actor,
        person,
        isAdmin: viewer.isAdmin,
        nowMs: now(),
      });
      return itemOf(workload, gate, viewer);
    },
    async prove(workload, gates) {
      const found = await factsAt(workload, null, isOnDatasets(gates));
      const { facts, telemetryMs, signaturesMs } = found;
      return gates.map((gate) => proveGate(gate, facts, telemetryMs, signaturesMs));
    },
  };

  function capacityOf(
    gate: GateDefinition,
    workload: WorkloadDocument,
    stated: Attestation,
    { signer }: GateViewer,
    atMs: number,
  ): Capacity {
    const signatures = registry.signatures(workload.id).get(gate.id) ?? [];
    const question = { gate, workload, versions: versionsOf(workload.id), signatures, atMs };
    const capacity = stated.capacity ?? chooseCapacity(question, signer) ?? 'business';
    const refusal = refuseSignature(question, signer, capacity);
    if (refusal === null) return capacity;
    throw new BellwetherError(refusal.code, refusal.words);
  }

  async function seenDatasets(id: string, atMs: number): Promise<readonly SeenDataset[]> {
    const datasets = await listDatasets(id, atMs);
    if (datasets.length > 0) return datasets;
    throw new BellwetherError(
      'conflict',
      'no evaluation event of this workload names a dataset: send some first',
    );
  }
}

/** The gate that rests on which datasets were seen, which raw events tell for as long as they are kept. */
const ON_DATASETS = 'evaluation_set';
