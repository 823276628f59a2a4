import type { Describe } from '../engine/describe-episode.ts';

/** Longest text that a template may become. */
const MAX_TEXT = 4000;

/**
 * A template's text: `{{name}}` is a label, `title`, `value`, `threshold` or `n` of the alert. A name
 * that the alert does not have stays as it is, so that a slip can be seen.
 */
export const describeText: Describe = (template, { labels, title, reading }) => {
  const facts: Readonly<Record<string, string>> = {
    ...labels,
    title,
    value: formatReading(reading.value, reading.unit),
    threshold: formatReading(reading.threshold, reading.unit),
    n: String(Math.round(reading.n)),
  };
  return template
    .replaceAll(/\{\{\s*([a-z_][a-z0-9_]*)\s*\}\}/g, (written, name: string) =>
      Object.hasOwn(facts, name) ? facts[name]! : written,
    )
    .slice(0, MAX_TEXT);
};

/** A number with its unit, short: it is read on a phone at night. */
function formatReading(value: number | null, unit: string): string {
  if (value === null) return 'no data';
  if (unit === 'ratio') return `${Number((100 * value).toPrecision(3))} %`;
  const text = String(Number(value.toPrecision(4)));
  return unit === '' ? text : `${text} ${unit}`;
}
