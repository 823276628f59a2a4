import { codePart } from '../shell/code-part.ts';

/** Parts of a workload's page that load with the tab they are on. */
export const tabParts = {
  return: codePart(async () => (await import('../return/return-tab.tsx')).ReturnTab),
  readiness: codePart(async () => (await import('../readiness/readiness-tab.tsx')).ReadinessTab),
  compare: codePart(async () => (await import('../compare/compare-tab.tsx')).CompareTab),
  decisions: codePart(async () => (await import('../decisions/decisions-tab.tsx')).DecisionsTab),
  audit: codePart(async () => (await import('../audit/audit-tab.tsx')).AuditTab),
} as const;

/** Charts, which bring the code that draws them. */
export const chartParts = {
  signal: codePart(async () => (await import('./signal-chart.tsx')).SignalChart),
  valueCost: codePart(async () => (await import('../return/value-cost-chart.tsx')).ValueCostChart),
  payback: codePart(async () => (await import('../return/payback-chart.tsx')).PaybackChart),
} as const;
