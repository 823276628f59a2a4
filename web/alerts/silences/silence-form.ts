import { routedLabels } from '../../../alerts/labels/alert-labels.ts';
import { matcherDocument } from '../../../alerts/labels/matcher.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time.ts';
import type { AlertItem } from '../../api/alert-queries.ts';
import type { Matcher, SilenceRequest } from '../../api/silence-queries.ts';
import { snoozeChoices } from '../snooze-choices.ts';

/** A silence as it stands in its fields. */
export interface SilenceForm {
  readonly matchers: readonly Matcher[];
  /** End, epoch milliseconds; null: none is chosen, or what was written is no instant. */
  readonly untilMs: number | null;
  readonly reason: string;
}

/** A request that can be sent, or what is wrong in which field. */
export type ReadSilenceForm =
  | { readonly kind: 'request'; readonly request: SilenceRequest }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

/** A pattern names at most so many values: more are rather told by another label. */
const MOST_VALUES = 10;
/** Labels that say what an alert is of, beside those that its rule is split by. */
const TELLING = ['rule', 'workload'] as const;

const escapePattern = (value: string): string =>
  value.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);

function matcherOf(label: string, values: readonly string[]): Matcher | null {
  const [first] = values;
  if (first === undefined || first === '' || values.length > MOST_VALUES) return null;
  if (values.length === 1) return { label, op: '=', value: first };
  return { label, op: '=~', value: values.map(escapePattern).join('|') };
}

/**
 * Matchers that mean some alerts: by rule and workload, and by the part where all are split alike. They may
 * mean further ones, which is why what they hold back is shown.
 */
export function matchersOf(
  alerts: readonly Pick<AlertItem, 'labels' | 'severity' | 'by'>[],
): readonly Matcher[] {
  const cuts = new Set(alerts.map(({ by }) => by?.dimension ?? ''));
  const [cut] = cuts;
  const names: readonly string[] = cuts.size === 1 && cut ? [...TELLING, cut] : TELLING;
  return names.flatMap((label) => {
    const values = new Set(alerts.map((alert) => routedLabels(alert)[label] ?? ''));
    return values.has('') ? [] : (matcherOf(label, [...values].toSorted()) ?? []);
  });
}

/** For how long alerts can be silenced. */
export const silenceChoices = (nowMs: number) => [
  { name: '30 minutes', untilMs: nowMs + 30 * MINUTE_MS },
  ...snoozeChoices(nowMs).slice(1),
  { name: '1 day', untilMs: nowMs + DAY_MS },
];

const isEmpty = ({ op, value }: Matcher): boolean =>
  (op === '=' && value === '') || (op === '!=' && value !== '');

/** The request that fields stand for. */
export function readSilenceForm(form: SilenceForm, nowMs: number): ReadSilenceForm {
  const faults: Record<string, string> = {};
  for (const [index, matcher] of form.matchers.entries()) {
    const read = matcherDocument.safeParse(matcher);
    for (const { path, message } of read.error?.issues ?? []) {
      faults[`matchers.${index}.${path.join('.')}`] = message;
    }
  }
  if (form.matchers.every(isEmpty)) {
    faults['matchers'] = 'Name a label and its value: a silence of everything is refused';
  }
  const { untilMs } = form;
  if (untilMs === null || untilMs <= nowMs) faults['ends_at'] = 'Choose an end that lies ahead';
  const reason = form.reason.trim();
  if (reason === '') faults['reason'] = 'Say why: others read it at night';
  if (untilMs === null || Object.keys(faults).length > 0) return { kind: 'faults', faults };
  const { matchers } = form;
  return {
    kind: 'request',
    request: { matchers, ends_at: new Date(untilMs).toISOString(), reason },
  };
}

/**
 * An instant as a field for day and time writes it, in the browser's zone.
 * @example writeLocal(new Date(2026, 10, 3, 9, 5).getTime()) // '2026-11-03T09:05'
 */
export function writeLocal(atMs: number): string {
  const at = new Date(atMs);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant of such a field; null where it holds none. */
export function readLocal(text: string): number | null {
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : atMs;
}
