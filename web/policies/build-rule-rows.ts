import type { PolicyDocument, SignalRule } from '../../decisions/policy/policy.ts';
import { AXES, type Axis } from '../../signals/axis.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { signalScale } from '../format/unit.ts';
import type { RuleEdits } from './rule-edits.ts';

/** One signal's rule as it is shown and changed. */
export interface RuleRow {
  readonly signal: string;
  readonly title: string;
  readonly description: string;
  readonly better: 'higher' | 'lower';
  readonly unit: string;
  readonly role: SignalRule['role'];
  readonly limit: number | null;
  readonly minSample: number;
  readonly reason: string | null;
  /** Number that a limit is multiplied with to be written, and the unit before or behind it. */
  readonly factor: number;
  readonly prefix: string;
  readonly suffix: string;
  /** The policy it comes from; null: this one. */
  readonly from: string | null;
  readonly isEdited: boolean;
  /** As it stands, without what is changed; undefined where no policy names the signal. */
  readonly rule: SignalRule | undefined;
}

/** The rules of one axis. */
export interface RuleGroup {
  readonly axis: Axis;
  readonly rows: readonly RuleRow[];
}

/** Where a limit is not known yet, shares are written in percent and times in seconds. */
const USUAL: Readonly<Record<string, number>> = { ms: 5000 };

/**
 * The signals a policy has rules for, by axis; with what is changed about them.
 * @param chain the policy and those it extends, the nearest first
 * @param named its rules, inherited ones included
 */
export function buildRuleRows(
  chain: readonly PolicyDocument[],
  named: ReadonlyMap<string, SignalRule>,
  edits: RuleEdits,
): readonly RuleGroup[] {
  const rows = SIGNALS.filter(({ id }) => named.has(id)).map((entry): RuleRow & { axis: Axis } => {
    const rule = named.get(entry.id);
    const edit = edits[entry.id];
    const limit = edit?.limit ?? rule?.limit ?? null;
    const scale = signalScale(
      { signal: entry.id, unit: entry.unit },
      rule?.limit ?? USUAL[entry.unit] ?? 1,
    );
    const source = chain.find(({ signals }) => signals && Object.hasOwn(signals, entry.id));
    return {
      axis: entry.axis,
      signal: entry.id,
      title: entry.title,
      description: entry.description,
      better: entry.better,
      unit: entry.unit,
      role: edit?.role ?? rule?.role ?? 'advisory',
      limit,
      minSample: edit?.min_sample ?? rule?.min_sample ?? entry.minSample,
      reason: rule?.reason ?? null,
      factor: scale.factor,
      prefix: scale.prefix,
      suffix: scale.suffix.trim(),
      from: source === undefined || source === chain[0] ? null : source.id,
      isEdited: edit !== undefined,
      rule,
    };
  });
  return AXES.map((axis) => ({ axis, rows: rows.filter((row) => row.axis === axis) })).filter(
    (group) => group.rows.length > 0,
  );
}

/** Enough to hold what people write, without what halves of a binary number add. */
const DIGITS = 12;

/**
 * A limit as it is written in its field.
 * @example writeLimit(0.03, 100) // '3'
 */
export const writeLimit = (limit: number | null, factor: number): string =>
  limit === null ? '' : String(Number((limit * factor).toPrecision(DIGITS)));

/**
 * A limit out of its field; null where it holds no number.
 * @example readLimit('2.5', 100) // 0.025
 */
export function readLimit(text: string, factor: number): number | null {
  const number = Number(text.replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(number)) return null;
  return Number((number / factor).toPrecision(DIGITS));
}
