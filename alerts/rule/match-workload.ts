import type { RuleDocument } from './rule.ts';

/** What a rule's selector looks at. */
export interface SelectableWorkload {
  readonly id: string;
  readonly stage: string;
  readonly risk_class?: string | undefined;
}

/**
 * Whether a rule looks at a workload; one without a risk class is in none.
 * @example matchesWorkload({ workloads: ['support-*'] }, { id: 'support-copilot', stage: 'production' }) // true
 */
export function matchesWorkload(
  select: RuleDocument['select'],
  workload: SelectableWorkload,
): boolean {
  const { workloads, stage, risk_class: risk } = select;
  if (stage && !stage.some((one) => one === workload.stage)) return false;
  if (risk && !risk.some((one) => one === workload.risk_class)) return false;
  return workloads.some((pattern) => matchesGlob(pattern, workload.id));
}

/** Walks along the parts between stars, so that no pattern takes longer than its length times the text's. */
function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return pattern === text;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
