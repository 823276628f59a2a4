import type { PolicyDocument, SignalRule } from '../../decisions/policy/policy.ts';

/** What may be changed about a rule without writing the whole document. */
export interface RuleEdit {
  readonly limit?: number;
  readonly min_sample?: number;
  readonly role?: 'required' | 'advisory';
}

/** Changes by signal. */
export type RuleEdits = Readonly<Record<string, RuleEdit>>;

const PART = /^([\w-]{1,128})\.(limit|min_sample|role):([\w.+-]{1,32})$/;
const NUMBER = /^[+-]?\d{1,21}(\.\d{1,30})?(e[+-]?\d{1,3})?$/;

function readValue(field: string, text: string): RuleEdit | null {
  if (field === 'role') {
    return text === 'required' || text === 'advisory' ? { role: text } : null;
  }
  if (!NUMBER.test(text)) return null;
  return field === 'limit' ? { limit: Number(text) } : { min_sample: Number(text) };
}

/**
 * The changes an address holds.
 * @example readRuleEdits('roi.limit:1.5,roi.role:advisory') // { roi: { limit: 1.5, role: 'advisory' } }
 * @example readRuleEdits('roi.limit:much') // {}
 */
export function readRuleEdits(text: string | undefined): RuleEdits {
  const edits = new Map<string, RuleEdit>();
  for (const part of (text ?? '').split(',')) {
    const [, signal, field, value] = PART.exec(part) ?? [];
    if (signal === undefined || field === undefined || value === undefined) continue;
    const edit = readValue(field, value);
    if (edit) edits.set(signal, { ...edits.get(signal), ...edit });
  }
  return Object.fromEntries(edits);
}

/**
 * Changes for an address; undefined where there are none.
 * @example writeRuleEdits({ roi: { limit: 1.5 } }) // 'roi.limit:1.5'
 */
export function writeRuleEdits(edits: RuleEdits): string | undefined {
  const parts = Object.entries(edits).flatMap(([signal, edit]) =>
    Object.entries(edit).map(([field, value]) => `${signal}.${field}:${value}`),
  );
  return parts.length === 0 ? undefined : parts.join(',');
}

/**
 * Changes with one field of one rule changed further; a field that is as it stands in the policy is no
 * change.
 * @param rule as it stands
 */
export function changeRule(
  edits: RuleEdits,
  signal: string,
  rule: SignalRule | undefined,
  change: RuleEdit,
): RuleEdits {
  const { [signal]: before, ...others } = edits;
  const merged = Object.entries({ ...before, ...change }).filter(
    ([field, value]) => value !== undefined && value !== rule?.[field as keyof RuleEdit],
  );
  return merged.length === 0 ? others : { ...others, [signal]: Object.fromEntries(merged) };
}

/**
 * A document with the changes in it. A rule that it inherits becomes one of its own, whole.
 * @param named the rules that hold, inherited ones included
 */
export function applyRuleEdits(
  document: PolicyDocument,
  named: ReadonlyMap<string, SignalRule>,
  edits: RuleEdits,
): PolicyDocument {
  const changed = Object.entries(edits).map(([signal, edit]): [string, SignalRule] => [
    signal,
    { role: 'advisory', ...named.get(signal), ...edit },
  ]);
  return { ...document, signals: { ...document.signals, ...Object.fromEntries(changed) } };
}
