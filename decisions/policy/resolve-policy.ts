import { canonicalJson } from '../../core/canonical-json.ts';
import { durationMs } from '../../core/duration.ts';
import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import type { SignalEntry } from '../../signals/catalogue-entry.ts';
import { findPolicyFaults } from './find-policy-faults.ts';
import { DEFAULT_TABLE, POLICY_DEFAULTS } from './default-policy.ts';
import {
  inheritSignals,
  overrideOf,
  policyChain,
  riskClassPartOf,
  type PolicyLookup,
} from './inherit-signals.ts';
import type {
  PolicyDocument,
  PolicySubject,
  ResolvedPolicy,
  ResolvedSignalRule,
  SignalRule,
  Verdict,
} from './policy.ts';

/** Digits that survive 1 − confidence, so that a confidence of 0.95 is an alpha of 0.05. */
const ALPHA_DIGITS = 12;

/**
 * A policy ready to decide: signals inherited, defaults filled in, checked.
 * @param document as people wrote it, already of the schema's shape
 * @param version of the document
 * @param lookup the document behind a name in `extends`; undefined where there is none
 * @param hash of a text, e.g. SHA-256 as hex
 * @param workload whose risk class and override count; null: the policy as it is for all
 * @throws BellwetherError `invalid` with one entry for everything that is wrong: unknown signals,
 * a required signal without a limit, a table that leaves a combination without a verdict …
 */
export function resolvePolicy(
  document: PolicyDocument,
  version: number,
  lookup: PolicyLookup,
  hash: (text: string) => string,
  workload: PolicySubject | null = null,
): ResolvedPolicy {
  refuseFaults(document.id, findPolicyFaults(document, inheritSignals(document, lookup)));
  const named = inheritSignals(document, lookup, workload);
  const ofClass = riskClassPartOf(document, workload);
  const override = findOverride(document, lookup, workload);
  const rules = SIGNALS.map(
    (entry) => [entry.id, resolveRule(document, entry, named.get(entry.id))] as const,
  );
  const confidence = document.confidence ?? POLICY_DEFAULTS.confidence;
  const dwellMs = (verdict: Verdict): number =>
    durationMs(
      ofClass?.dwell?.[verdict] ?? document.dwell?.[verdict] ?? POLICY_DEFAULTS.dwell[verdict],
    );
  const decided = {
    alpha: Number((1 - confidence).toPrecision(ALPHA_DIGITS)),
    gridMs: durationMs(document.grid ?? POLICY_DEFAULTS.grid),
    staleAfterMs: durationMs(document.stale_after ?? POLICY_DEFAULTS.stale_after),
    expectedSample: document.expected_sample ?? POLICY_DEFAULTS.expected_sample,
    dwellMs: {
      scale: dwellMs('scale'),
      hold: dwellMs('hold'),
      redesign: dwellMs('redesign'),
      stop: dwellMs('stop'),
    },
    table: document.table ?? DEFAULT_TABLE,
    gatesRequiredForScale: (ofClass?.gates ?? document.gates)?.required_for_scale ?? [],
    unpricedTolerance: document.unpriced_tolerance ?? POLICY_DEFAULTS.unpriced_tolerance,
  };
  const namedRules = Object.fromEntries(rules.filter(([id]) => named.has(id)));
  return {
    id: document.id,
    version,
    hash: hash(canonicalJson({ ...decided, signals: namedRules, ...override })),
    ...decided,
    signals: new Map(rules),
    ...override,
  };
}

/** The exception that a policy and those it extends make for a workload; empty where none does. */
function findOverride(
  document: PolicyDocument,
  lookup: PolicyLookup,
  workload: PolicySubject | null,
): Pick<ResolvedPolicy, 'override'> {
  if (!workload) return {};
  const reasons = policyChain(document, lookup).flatMap(
    (one) => overrideOf(one, workload)?.reason ?? [],
  );
  return reasons.length > 0
    ? { override: { workload: workload.id, reason: reasons.join('; ') } }
    : {};
}

function resolveRule(
  document: PolicyDocument,
  entry: SignalEntry,
  rule: SignalRule | undefined,
): ResolvedSignalRule {
  return {
    axis: entry.axis,
    better: entry.better,
    proportion: entry.estimator === 'proportion',
    role: rule?.role ?? 'advisory',
    limit: rule?.limit ?? null,
    recentMs: durationMs(rule?.recent ?? document.recent ?? POLICY_DEFAULTS.recent),
    evidenceMs: durationMs(rule?.evidence ?? document.evidence ?? POLICY_DEFAULTS.evidence),
    recover: rule?.recover ?? POLICY_DEFAULTS.recover,
    minSample: rule?.min_sample ?? entry.minSample,
    judge: rule?.judge ?? null,
    reason: rule?.reason ?? null,
    ...(rule?.reference === undefined ? {} : { reference: rule.reference }),
    ...(rule?.stale_after === undefined ? {} : { staleAfterMs: durationMs(rule.stale_after) }),
  };
}

function refuseFaults(id: string, errors: readonly FieldError[]): void {
  const [first, ...others] = errors;
  if (first === undefined) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw new BellwetherError('invalid', `policy ${id}: ${first.path}: ${first.message}${more}`, {
    errors,
  });
}
