import type { AbsentPolicy, Comparison } from '../../alerts/condition/condition.ts';
import type { RuleDocument } from '../api/rule-queries.ts';
import { conditionsOf } from './tell-rule.ts';
import { NO_ACTION, readAction, writeAction, type ActionForm } from './action-form.ts';
import { readCondition, writeCondition, type ConditionForm } from './condition-form.ts';

type Stage = NonNullable<RuleDocument['select']['stage']>[number];
type RiskClass = NonNullable<RuleDocument['select']['risk_class']>[number];
type Cut = RuleDocument['by'][number];

/** What choices a rule has, in the order they are offered. */
export const STAGE_CHOICES: readonly Stage[] = [
  'design',
  'testing',
  'sandbox',
  'production',
  'retired',
];
export const RISK_CHOICES: readonly RiskClass[] = ['internal', 'customer-facing', 'regulated'];
export const CUT_CHOICES: readonly Cut[] = ['release', 'model', 'segment', 'tool'];
export const ABSENT_CHOICES: readonly AbsentPolicy[] = ['clear', 'keep', 'zero'];
export const COMPARISON_CHOICES: readonly Comparison[] = ['>', '>=', '<', '<=', '==', '!='];

/** A rule as it stands in its fields. */
export interface RuleForm {
  readonly id: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly severity: RuleDocument['severity'];
  readonly blocksScale: boolean;
  readonly combination: 'all' | 'any';
  readonly conditions: readonly ConditionForm[];
  readonly interval: string;
  /** `for` and `keep_firing_for`. */
  readonly waits: string;
  readonly keeps: string;
  /** Empty: by the kind of signal. */
  readonly absent: AbsentPolicy | '';
  /** Silence after which there is an alert of its own; empty: never. */
  readonly noData: string;
  readonly action: ActionForm;
  /** Ids with `*`, separated by commas or spaces. */
  readonly workloads: string;
  readonly stages: readonly Stage[];
  readonly riskClasses: readonly RiskClass[];
  readonly by: Cut | '';
  /** One `name: value` a line. */
  readonly labels: string;
  readonly summary: string;
  readonly description: string;
  readonly runbook: string;
  readonly owner: string;
}

/** What is wrong, by the path in the document; the server names paths the same way. */
export type RuleFaults = Readonly<Record<string, string>>;

/** A document that can be sent, or what is wrong in which field. */
export type ReadRuleForm =
  | { readonly kind: 'document'; readonly document: Readonly<Record<string, unknown>> }
  | { readonly kind: 'faults'; readonly faults: RuleFaults };

/** What a new rule starts from. */
export const NEW_RULE: RuleForm = {
  id: '',
  title: '',
  isEnabled: true,
  severity: 'warn',
  blocksScale: false,
  combination: 'all',
  conditions: [writeCondition({ signal: 'error_rate', op: '>', threshold: 0.05, window: '15m' })],
  interval: '1m',
  waits: '5m',
  keeps: '5m',
  absent: '',
  noData: '',
  action: NO_ACTION,
  workloads: '*',
  stages: [],
  riskClasses: [],
  by: '',
  labels: '',
  summary: '{{workload}}: {{title}}, {{value}}',
  description: '',
  runbook: '',
  owner: '',
};

/** A rule as it stands in its fields. */
export function writeRuleForm(document: RuleDocument): RuleForm {
  const { select, when } = document;
  return {
    id: document.id,
    title: document.title,
    isEnabled: document.enabled,
    severity: document.severity,
    blocksScale: document.blocks_scale,
    combination: 'any' in when ? 'any' : 'all',
    conditions: conditionsOf(when).map(writeCondition),
    interval: document.interval,
    waits: document.for,
    keeps: document.keep_firing_for,
    absent: document.absent ?? '',
    noData: document.no_data_for ?? '',
    action: writeAction(document.action),
    workloads: select.workloads.join(', '),
    stages: select.stage ?? [],
    riskClasses: select.risk_class ?? [],
    by: document.by[0] ?? '',
    labels: Object.entries(document.labels)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    summary: document.summary,
    description: document.description,
    runbook: document.runbook_url ?? '',
    owner: document.owner ?? '',
  };
}

function readLabels(text: string): Record<string, string> | string {
  const labels = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, name, value] = /^\s*([^:=\s]+)\s*[:=]\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      return `“${line.slice(0, 60)}” is no name: value`;
    labels.set(name, value);
  }
  return Object.fromEntries(labels);
}

const ifAny = (name: string, text: string): Record<string, string> =>
  text.trim() === '' ? {} : { [name]: text.trim() };

/**
 * The document that fields stand for; what only the server can know is left to it.
 * @param base as it is kept, for what has no field; null: a new rule
 */
export function readRuleForm(form: RuleForm, base: RuleDocument | null): ReadRuleForm {
  const isOne = form.conditions.length === 1;
  const read = form.conditions.map((one, index) =>
    readCondition(one, isOne ? 'when' : `when.${form.combination}.${index}`),
  );
  const labels = readLabels(form.labels);
  const { action, faults: actionFaults } = readAction(form.action);
  const faults: Record<string, string> = {
    ...Object.fromEntries(read.flatMap((one) => Object.entries(one.faults))),
    ...actionFaults,
  };
  if (form.title.trim() === '') faults['title'] = 'A rule needs a title: it is what people read';
  if (form.id.trim() === '') faults['id'] = 'A rule needs an id: a-z, 0-9 and -';
  if (typeof labels === 'string') faults['labels'] = labels;
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  const conditions = read.map(({ condition }) => condition);
  const workloads = form.workloads.split(/[\s,]+/).filter((id) => id !== '');
  const kept = base === null ? {} : withoutField(base);
  return {
    kind: 'document',
    document: {
      ...kept,
      id: form.id.trim(),
      title: form.title.trim(),
      enabled: form.isEnabled,
      select: {
        workloads: workloads.length === 0 ? ['*'] : workloads,
        ...(form.stages.length === 0 ? {} : { stage: form.stages }),
        ...(form.riskClasses.length === 0 ? {} : { risk_class: form.riskClasses }),
      },
      by: form.by === '' ? [] : [form.by],
      when: isOne ? conditions[0] : { [form.combination]: conditions },
      interval: form.interval.trim() === '' ? '1m' : form.interval.trim(),
      for: form.waits.trim() === '' ? '0s' : form.waits.trim(),
      keep_firing_for: form.keeps.trim() === '' ? '0s' : form.keeps.trim(),
      no_data_for: form.noData.trim() === '' ? null : form.noData.trim(),
      action,
      severity: form.severity,
      blocks_scale: form.blocksScale,
      labels,
      summary: form.summary,
      description: form.description,
      ...ifAny('absent', form.absent),
      ...ifAny('runbook_url', form.runbook),
      ...ifAny('owner', form.owner),
    },
  };
}

/** Members that a field writes, or leaves out on purpose. */
const WITH_MEMBER = new Set(
  'id title enabled select by when interval for keep_firing_for absent no_data_for severity blocks_scale action labels summary description runbook_url owner'.split(
    ' ',
  ),
);

/** What a rule has that no field shows: it stays as it is. */
const withoutField = (document: RuleDocument): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !WITH_MEMBER.has(name)));

/**
 * What is wrong at a path or below it; undefined where nothing is.
 * @example faultAt({ 'select.workloads.0': 'too long' }, 'select.workloads') // 'too long'
 */
export function faultAt(faults: RuleFaults, path: string): string | undefined {
  const found = Object.keys(faults).find((key) => key === path || key.startsWith(`${path}.`));
  return found === undefined ? undefined : faults[found];
}

/** Paths whose faults stand beside their fields; of a condition whatever its kind. */
const WITH_FIELD = [
  /^(id|title|severity|by|interval|for|keep_firing_for|no_data_for|action|absent|labels|summary|description|runbook_url|owner)(\.|$)/,
  /^select\.workloads(\.|$)/,
  /^when(\.(all|any)\.\d+)?$/,
  /^when(\.(all|any)\.\d+)?(\.(burn|change|absence|anomaly|drift))?\.(signal|op|threshold|recovery_threshold|window|min_samples|before|objective|for|sensitivity|feature)$/,
  /^when(\.(all|any)\.\d+)?\.burn\.windows\.\d+\.(long|short|factor)$/,
];

/**
 * Faults that no field shows, as lines.
 * @example faultsElsewhere({ title: 'too long', enabled: 'not told' }) // ['enabled: not told']
 */
export function faultsElsewhere(faults: RuleFaults): readonly string[] {
  return Object.entries(faults)
    .filter(([path]) => !WITH_FIELD.some((form) => form.test(path)))
    .map(([path, message]) => (path === '' ? message : `${path}: ${message}`));
}
