import { diffRules } from './diff-rules.ts';
import { ownMember } from './own-member.ts';
import { tellDifference, type PolicyDifference } from './policy-difference.ts';
import type { PolicyDocument } from './policy.ts';

/** What two policies say differently about single workloads. */
export function diffOverrides(before: PolicyDocument, after: PolicyDocument): PolicyDifference[] {
  const named = [...Object.keys(before.overrides ?? {}), ...Object.keys(after.overrides ?? {})];
  return [...new Set(named)].flatMap((workload) => diffOverride(workload, before, after));
}

function diffOverride(
  workload: string,
  before: PolicyDocument,
  after: PolicyDocument,
): PolicyDifference[] {
  const path = `overrides.${workload}`;
  const [from, to] = [ownMember(before.overrides, workload), ownMember(after.overrides, workload)];
  const signals = [...Object.keys(from?.signals ?? {}), ...Object.keys(to?.signals ?? {})];
  const rules = [...new Set(signals)].flatMap((signal) =>
    diffRules(
      `${path}.signals.${signal}`,
      signal,
      ownMember(from?.signals, signal),
      ownMember(to?.signals, signal),
    ),
  );
  const reasons =
    from?.reason === to?.reason
      ? []
      : [
          tellDifference(`${path}.reason`, from?.reason, to?.reason, {
            about: 'reason for the exception:',
            from: quoted(from?.reason),
            to: quoted(to?.reason),
          }),
        ];
  return [...rules, ...reasons].map((difference) => ({
    ...difference,
    words: `For ${workload} alone: ${difference.words}`,
  }));
}

const quoted = (text: string | undefined): string => (text === undefined ? 'none' : `“${text}”`);
