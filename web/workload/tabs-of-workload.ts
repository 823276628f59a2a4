import type { WorkloadTab } from './workload-search.ts';

/** The parts of a workload's page, in their order. */
export const TABS_OF_WORKLOAD: readonly { readonly tab: WorkloadTab; readonly name: string }[] = [
  { tab: 'overview', name: 'Overview' },
  { tab: 'return', name: 'Return' },
  { tab: 'readiness', name: 'Readiness' },
  { tab: 'compare', name: 'Compare' },
  { tab: 'decisions', name: 'Decisions' },
  { tab: 'audit', name: 'Audit' },
];
