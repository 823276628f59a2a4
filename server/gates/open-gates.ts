import type { WorkloadDocument } from '../../core/workload.ts';
import type { Assessor } from '../../decisions/assessor.ts';
import type { GateSources } from '../../decisions/gates/gate-facts.ts';
import { createGateRegistry, type GateRegistry } from '../../decisions/registry/gates.ts';
import { isPlacedInProduction } from '../../decisions/registry/placed-in-production.ts';
import type { PolicyRegistry } from '../../decisions/registry/policies.ts';
import type { RecordChange, WorkloadRegistry } from '../../decisions/registry/workloads.ts';
import { readOwnersVersions } from '../../decisions/registry/owners-versions.ts';
import type { Database } from '../../store/database.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { listDatasets } from '../../store/questions/list-datasets.ts';
import { createMoveCheck } from './check-move.ts';
import { createGateDesk, type GateDesk } from './gate-desk.ts';
import { createGateSources } from './gate-sources.ts';
import { createTestAlerts, type TestAlerts } from './test-alerts.ts';
import { createViewers, type ViewerOf } from './viewer.ts';

/** Readiness gates, and what proves them. */
export interface Gates {
  /** For the assessor. */
  readonly sourcesOf: (workload: WorkloadDocument) => GateSources;
  readonly tests: TestAlerts;
  readonly registry: GateRegistry;
  /** Once there is an assessor. */
  open(parts: GateParts): OpenGates;
}

export interface OpenGates {
  readonly desk: GateDesk;
  readonly tests: TestAlerts;
  readonly viewerOf: ViewerOf;
  /** See `createMoveCheck`. */
  readonly checkMove: (change: RecordChange) => Promise<void>;
}

interface GateParts {
  readonly database: Database;
  readonly assessor: Pick<Assessor, 'replayed'>;
  readonly workloads: WorkloadRegistry;
  readonly policies: PolicyRegistry;
  readonly now: () => number;
}

/** Opens everything about gates on what the ledger holds. */
export function createGates(ledger: Ledger): Gates {
  const registry = createGateRegistry(ledger);
  const tests = createTestAlerts(ledger);
  const sourcesOf = createGateSources(ledger, registry, tests);
  return {
    sourcesOf,
    tests,
    registry,
    open({ database, ...parts }) {
      const desk = createGateDesk({
        ...parts,
        registry,
        sourcesOf,
        versionsOf: (workload) => readOwnersVersions(ledger, workload),
        isPlaced: (workload) => isPlacedInProduction(ledger, workload),
        listDatasets: (workload, untilMs) => listDatasets(database, workload, untilMs),
      });
      return { desk, tests, viewerOf: createViewers(ledger), checkMove: createMoveCheck(desk) };
    },
  };
}
