import type { AgendaItem, ReviewAction } from '../../core/business-review.ts';
import type { Assessment, VerdictChange } from '../assessment/assessment.ts';
import { formatValue } from '../assessment/format-value.ts';

/** One alert of the time since the last review; instants in epoch milliseconds. */
export interface AgendaAlert {
  readonly title: string;
  readonly severity: string;
  readonly firedMs: number;
  /** Null while it is open. */
  readonly resolvedMs: number | null;
}

/** What was spent and used over a length of time; null: not known. */
export interface AgendaTotals {
  readonly costUsd: number | null;
  readonly valueUsd: number | null;
  readonly eligible: number | null;
  readonly used: number | null;
}

/** What an agenda is made from. */
export interface AgendaInput {
  /** At the last review; null: there was none, or no telemetry then. */
  readonly before: Assessment | null;
  readonly now: Assessment;
  /** Changes of the verdict since, ascending. */
  readonly changes: readonly VerdictChange[];
  /** Alerts that fired since. */
  readonly alerts: readonly AgendaAlert[];
  /** One line for each decision signed since, ascending. */
  readonly decisions: readonly string[];
  /** Since the last review, and over as long before that. */
  readonly totals: { readonly before: AgendaTotals; readonly now: AgendaTotals };
  /** Actions of earlier reviews that are not done, and today (`2026-12-31`). */
  readonly openActions: readonly ReviewAction[];
  readonly today: string;
}

/** Changes smaller than this share of what was are not news. */
const NEWS_SHARE = 0.05;
/** Alerts named before the rest is only counted. */
const MOST_NAMED = 3;

/** The agenda of a business review: what changed since the last one, topic by topic, in words. */
export function buildAgenda(input: AgendaInput): AgendaItem[] {
  return [
    verdictItem(input),
    ...signalItems(input),
    alertItem(input.alerts),
    ...decisionItems(input.decisions),
    costItem(input.totals),
    adoptionItem(input.totals),
    ...actionItems(input),
  ];
}

function verdictItem({ now, changes, before }: AgendaInput): AgendaItem {
  const published = changes.filter(({ previous, verdict }) => previous !== verdict);
  const path = [
    published[0]?.previous ?? before?.verdict ?? null,
    ...published.map((c) => c.verdict),
  ]
    .filter((verdict) => verdict !== null)
    .join(' → ');
  const changed = published.length > 0;
  const words = changed
    ? `The verdict changed: ${path}. ${now.sentence}`
    : `The verdict is still ${now.verdict}. ${now.sentence}`;
  return { topic: 'verdict', words, changed };
}

const STATUS_WORDS = { pass: 'within its limit', fail: 'beyond its limit', uncertain: 'uncertain' };

function signalItems({ before, now }: AgendaInput): AgendaItem[] {
  if (before === null) {
    const failing = now.signals.filter(
      ({ role, status }) => role === 'required' && status === 'fail',
    );
    const words =
      failing.length === 0
        ? 'No required signal is beyond its limit. There is no earlier state to compare with.'
        : `Beyond their limits: ${failing.map(({ title }) => title).join(', ')}.`;
    return [{ topic: 'signals', words, changed: failing.length > 0 }];
  }
  const earlier = new Map(before.signals.map((signal) => [signal.signal, signal]));
  const items = now.signals.flatMap((signal): AgendaItem[] => {
    const was = earlier.get(signal.signal);
    if (was === undefined || was.status === signal.status || signal.limit === null) return [];
    const values = [was.value, signal.value].map((value) =>
      value === null ? 'not known' : formatValue(signal.signal, value),
    );
    const words = `${signal.title}: was ${STATUS_WORDS[was.status]}, is ${STATUS_WORDS[signal.status]} (${values.join(' → ')}).`;
    return [{ topic: 'signals', words, changed: true }];
  });
  return items.length > 0
    ? items
    : [{ topic: 'signals', words: 'No signal with a limit changed its status.', changed: false }];
}

function alertItem(alerts: readonly AgendaAlert[]): AgendaItem {
  if (alerts.length === 0) return { topic: 'alerts', words: 'No alert fired.', changed: false };
  const counts = new Map<string, number>();
  for (const { title } of alerts) counts.set(title, (counts.get(title) ?? 0) + 1);
  const named = [...counts]
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MOST_NAMED)
    .map(([title, count]) => (count === 1 ? title : `${title} (${count} times)`));
  const more = counts.size - named.length;
  const open = alerts.filter(({ resolvedMs }) => resolvedMs === null).length;
  const words = [
    `${alerts.length} ${alerts.length === 1 ? 'alert' : 'alerts'} fired: ${named.join(', ')}${more > 0 ? `, and ${more} more rules` : ''}.`,
    open === 0 ? 'None is open.' : `${open} still open.`,
  ].join(' ');
  return { topic: 'alerts', words, changed: true };
}

function decisionItems(decisions: readonly string[]): AgendaItem[] {
  if (decisions.length === 0)
    return [{ topic: 'decisions', words: 'No decision was signed.', changed: false }];
  return decisions.map((words) => ({ topic: 'decisions', words, changed: true }));
}

const usd = (amount: number): string => formatValue('unit_cost', amount);

function costItem({ before, now }: AgendaInput['totals']): AgendaItem {
  if (now.costUsd === null)
    return { topic: 'cost', words: 'The cost is not known.', changed: false };
  const worth = now.valueUsd === null ? 'the value is not known' : `value ${usd(now.valueUsd)}`;
  if (before.costUsd === null) {
    return { topic: 'cost', words: `Full cost ${usd(now.costUsd)}; ${worth}.`, changed: true };
  }
  const changed = Math.abs(now.costUsd - before.costUsd) > NEWS_SHARE * Math.abs(before.costUsd);
  const words = `Full cost ${usd(now.costUsd)} after ${usd(before.costUsd)} over as long before; ${worth}.`;
  return { topic: 'cost', words, changed };
}

function adoptionItem({ before, now }: AgendaInput['totals']): AgendaItem {
  const shareOf = ({ eligible, used }: AgendaTotals): number | null =>
    eligible === null || used === null || eligible === 0 ? null : used / eligible;
  const [was, is] = [shareOf(before), shareOf(now)];
  if (is === null) return { topic: 'adoption', words: 'Adoption is not measured.', changed: false };
  const told = formatValue('adoption_rate', is);
  if (was === null) return { topic: 'adoption', words: `Adoption is ${told}.`, changed: true };
  return {
    topic: 'adoption',
    words: `Adoption is ${told} after ${formatValue('adoption_rate', was)}.`,
    changed: Math.abs(is - was) > NEWS_SHARE * was,
  };
}

function actionItems({ openActions, today }: AgendaInput): AgendaItem[] {
  if (openActions.length === 0)
    return [{ topic: 'actions', words: 'No action is open.', changed: false }];
  return openActions.map(({ what, owner, due }) => ({
    topic: 'actions',
    words: `${due < today ? 'Late' : 'Open'}: ${what} (${owner}, due ${due}).`,
    changed: true,
  }));
}
