import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import { formatAgainst, formatCount, formatValue } from '../assessment/format-value.ts';
import { POLICY_DEFAULTS } from './default-policy.ts';
import {
  isSame,
  percent,
  tellDifference,
  type PolicyDifference,
  type Telling,
} from './policy-difference.ts';
import type { SignalRule } from './policy.ts';

/** What is asked of a signal, the least first. */
const ROLES: readonly SignalRule['role'][] = ['not_applicable', 'advisory', 'required'];

/**
 * What two rules for one signal say differently, one entry per field; one for all where only one side
 * has a rule. Only what decides is told to be stricter or looser.
 * @param path of the rule in its document
 * @param before undefined where the document leaves the signal to what it builds on
 */
export function diffRules(
  path: string,
  signal: string,
  before: SignalRule | undefined,
  after: SignalRule | undefined,
): PolicyDifference[] {
  const title = SIGNALS_BY_ID.get(signal)?.title ?? signal;
  if (before === undefined || after === undefined) {
    if (before === after) return [];
    const decides = (before ?? after)?.role === 'required';
    const [from, to] = [ruleInWords(signal, before), ruleInWords(signal, after)];
    const stricter = decides ? after !== undefined : null;
    return [tellDifference(path, before, after, { about: `${title}:`, from, to, stricter })];
  }
  const decides = before.role === 'required' || after.role === 'required';
  const fields = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof SignalRule)[]);
  return [...fields].flatMap((field) => {
    if (isSame(meantBy(signal, field, before), meantBy(signal, field, after))) return [];
    const told = tellField(signal, field, before, after);
    const about = `${title}: ${told.about}`.trimEnd();
    const stricter = decides ? (told.stricter ?? null) : null;
    const telling = { ...told, about, stricter };
    return [tellDifference(`${path}.${field}`, before[field], after[field], telling)];
  });
}

function tellField(
  signal: string,
  field: keyof SignalRule,
  before: SignalRule,
  after: SignalRule,
): Telling {
  const told = (
    about: string,
    inWords: (rule: SignalRule) => string,
    stricter: boolean | null = null,
  ): Telling => ({ about, from: inWords(before), to: inWords(after), stricter });
  switch (field) {
    case 'role':
      return told('', roleInWords, ROLES.indexOf(after.role) > ROLES.indexOf(before.role));
    case 'limit':
      return tellLimit(signal, before.limit, after.limit);
    case 'recover':
      return told(
        'room beyond its limit before it stops passing',
        (rule) => percent(recoverOf(rule)),
        recoverOf(after) < recoverOf(before),
      );
    case 'min_sample': {
      const of = (rule: SignalRule): number => leastOf(signal, rule);
      return told('minimum sample', (rule) => formatCount(of(rule)), of(after) > of(before));
    }
    case 'judge':
      return told('judge', judgeInWords);
    case 'recent':
    case 'evidence':
      return told(`${field} window`, (rule) => rule[field] ?? 'that of the policy');
    case 'stale_after':
      return told('counts as silent after', (rule) => rule.stale_after ?? 'what the policy says');
    case 'reference':
      return told('compared with', referenceInWords);
    case 'reason':
      return told('reason', ({ reason }) => (reason === undefined ? 'none' : `“${reason}”`));
  }
}

function tellLimit(signal: string, before?: number, after?: number): Telling {
  const entry = SIGNALS_BY_ID.get(signal);
  const about = 'limit';
  if (before === undefined || after === undefined || entry === undefined) {
    const [from, to] = [limitInWords(signal, before), limitInWords(signal, after)];
    return { about, from, to, stricter: after !== undefined };
  }
  const { value: to, limit: from } = formatAgainst(signal, after, before);
  return { about, from, to, stricter: entry.better === 'lower' ? after < before : after > before };
}

/** What a rule says about a field: a default that is stated says what leaving it out says. */
function meantBy(signal: string, field: keyof SignalRule, rule: SignalRule): unknown {
  if (field === 'min_sample') return leastOf(signal, rule);
  return field === 'recover' ? recoverOf(rule) : rule[field];
}

const leastOf = (signal: string, { min_sample }: SignalRule): number =>
  min_sample ?? SIGNALS_BY_ID.get(signal)?.minSample ?? 0;
const recoverOf = (rule: SignalRule): number => rule.recover ?? POLICY_DEFAULTS.recover;

const roleInWords = ({ role }: SignalRule): string =>
  role === 'not_applicable' ? 'not applicable' : role;

function judgeInWords({ judge }: SignalRule): string {
  if (judge === undefined) return 'taken as it is';
  const { sensitivity, specificity, n_positive, n_negative } = judge;
  const cases = (n: number | undefined): string => (n === undefined ? '' : ` of ${formatCount(n)}`);
  return `finds ${percent(sensitivity)}${cases(n_positive)}, clears ${percent(specificity)}${cases(n_negative)}`;
}

function referenceInWords({ reference }: SignalRule): string {
  if (reference === undefined) return 'the default reference';
  if ('release' in reference) return `release ${reference.release}`;
  return `${reference.from} to ${reference.to}`;
}

function limitInWords(signal: string, limit: number | undefined): string {
  if (limit === undefined) return 'none';
  return SIGNALS_BY_ID.has(signal) ? formatValue(signal, limit) : String(limit);
}

function ruleInWords(signal: string, rule: SignalRule | undefined): string {
  if (rule === undefined) return 'not named';
  const limit = rule.limit === undefined ? '' : `, limit ${limitInWords(signal, rule.limit)}`;
  return `${roleInWords(rule)}${limit}`;
}
