import type { AlertLabels } from '../labels/alert-labels.ts';
import { formatValue } from './format-value.ts';

/** Longest text that a template becomes. */
const MAX_TEXT = 4_000;

/** What templates can name, by name. */
export type TemplateValues = Readonly<Record<string, string>>;

/**
 * Puts values into `{{name}}`. A name that is not known stays as it is written, so that whoever reads the
 * message sees the mistake; what a value holds is never read as a template. The text is plain: it is
 * escaped where it is put.
 * @example renderTemplate('{{workload}}: {{nope}}', { workload: 'a' }) // 'a: {{nope}}'
 */
export function renderTemplate(template: string, values: TemplateValues): string {
  const text = template.replaceAll(
    /\{\{\s*([a-z_][a-z0-9_]{0,63})\s*\}\}/g,
    (written, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? written) : written),
  );
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}

/** What an alert's templates are filled with. */
export interface TemplateSubject {
  readonly labels: AlertLabels;
  /** Of the rule. */
  readonly title: string;
  readonly value: number | null;
  readonly threshold: number | null;
  /** Of value and threshold, see {@link formatValue}. */
  readonly unit: string;
  /** Trials behind the value. */
  readonly n: number;
}

/**
 * The names that templates of an alert know: its labels (`workload`, `tool`, `severity`, `rule` …),
 * `title`, `value` and `threshold` with their unit, and `n`.
 */
export function templateValues(subject: TemplateSubject): TemplateValues {
  const { labels, title, value, threshold, unit, n } = subject;
  return {
    ...labels,
    title,
    value: formatValue(value, unit),
    threshold: formatValue(threshold, unit),
    n: String(Math.round(n)),
  };
}
