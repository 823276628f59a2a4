import fc from 'fast-check';
import { DEFAULT_TABLE } from '../../decisions/policy/default-policy.ts';
import type { PolicyDocument, SignalRule } from '../../decisions/policy/policy.ts';

/** A value for some of the members of an object; those left out are not there at all. */
const some = <Members extends object>(members: {
  [Name in keyof Members]: fc.Arbitrary<Members[Name]>;
}) => fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<Members>>;

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const hours = fc.integer({ min: 1, max: 900 }).map((count) => `${count}h`);
const days = fc.integer({ min: 0, max: 20 }).map((count) => `${count}d`);

const rule: fc.Arbitrary<SignalRule> = fc
  .tuple(
    fc.constantFrom('required' as const, 'advisory' as const),
    share,
    some({
      recent: hours,
      evidence: hours,
      recover: share,
      min_sample: fc.integer({ min: 1, max: 10_000 }),
      reason: fc.string({ maxLength: 20 }),
    }),
  )
  .map(([role, limit, rest]) => ({ role, limit, ...rest }));

const signals = some({
  hallucination_rate: rule,
  error_rate: rule,
  value_per_run: rule,
  roi: rule,
  unit_cost: rule,
  acceptance_rate: rule,
}) as fc.Arbitrary<Record<string, SignalRule>>;

const dwell = some({ hold: days, redesign: days, stop: days, scale: days });
const gates = fc
  .uniqueArray(fc.constantFrom('owners', 'legal_review', 'monitoring_active'))
  .map((required_for_scale) => ({ required_for_scale }));
const part = some({ signals, dwell, gates });

/** Tables that leave nothing without a verdict and scale on strong evidence alone. */
const table = fc
  .tuple(
    fc.constantFrom('stop' as const, 'redesign' as const, 'hold' as const),
    fc.integer({ min: 0, max: DEFAULT_TABLE.length - 2 }),
  )
  .map(([verdict, index]) =>
    DEFAULT_TABLE.map((row, i) =>
      i === index && row.verdict !== 'scale' ? { ...row, verdict } : row,
    ),
  );

/** Any policy that can decide, over a few signals of each axis. */
export const anyPolicy: fc.Arbitrary<PolicyDocument> = some({
  title: fc.string({ maxLength: 20 }),
  confidence: fc.constantFrom(0.8, 0.9, 0.95, 0.99),
  recent: hours,
  evidence: hours,
  stale_after: hours,
  expected_sample: fc.integer({ min: 2, max: 100_000 }),
  signals,
  dwell,
  table,
  gates,
  unpriced_tolerance: share,
  risk_classes: some({ internal: part, 'customer-facing': part, regulated: part }),
  overrides: fc.dictionary(
    fc.constantFrom('support-copilot', 'claims-intake', 'constructor'),
    fc.record({ reason: fc.constantFrom('Drafts only.', 'A pilot.'), signals }),
  ),
}).map((document) => ({ id: 'any', ...document }) as PolicyDocument);
