import type { AlertItem } from '../api/alert-queries.ts';
import type { RuleDocument, RuleStats } from '../api/rule-queries.ts';
import { SEVERITIES } from '../alerts/severities.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatAgo, formatDay, formatInstant, instantMs } from '../format/time.ts';
import { tellSelect, tellWhen } from './tell-rule.ts';

/** One rule in the list of them. */
export interface RuleListItem {
  readonly id: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly severity: RuleDocument['severity'];
  /** When it fires, as a sentence. */
  readonly when: string;
  readonly selects: string;
  readonly blocksScale: boolean;
  /** How many of its alerts fire now; null while that is not known. */
  readonly firing: number | null;
  /** Of the last 7 days; null while that is not known. */
  readonly thisWeek: string | null;
  readonly episodes: number | null;
  /** RFC 3339; null: never, or not known. */
  readonly lastAt: string | null;
  readonly lastFired: string;
  readonly lastExplanation: string;
  /** What it cannot tell yet, or does not look at; empty where there is nothing. */
  readonly notYet: string;
}

const BY_TITLE = new Intl.Collator('en');

function tellNotYet(
  { learning_until: until, parts_not_watched: parts }: RuleStats,
  nowMs: number,
): string {
  return [
    until === null ? '' : `learning until ${formatDay(instantMs(until), nowMs)}`,
    parts === 0 ? '' : `${formatPlural(parts, 'part')} not watched`,
  ]
    .filter((one) => one !== '')
    .join(', ');
}

/** How often a rule fired; nothing where that is not known. */
function tellStats(stats: RuleStats | undefined, nowMs: number) {
  if (stats === undefined) {
    return {
      thisWeek: null,
      episodes: null,
      lastAt: null,
      lastFired: '',
      lastExplanation: 'Not known yet',
      notYet: '',
    };
  }
  const lastMs = stats.last_fired_at === null ? null : instantMs(stats.last_fired_at);
  return {
    thisWeek: formatCount(stats.episodes),
    episodes: stats.episodes,
    lastAt: stats.last_fired_at,
    lastFired: lastMs === null ? 'never' : formatAgo(lastMs, nowMs),
    lastExplanation: lastMs === null ? 'It never fired' : `Last fired ${formatInstant(lastMs)}`,
    notYet: tellNotYet(stats, nowMs),
  };
}

/**
 * The rules, those that are on first, the loudest of them first.
 * @param open alerts that are; null while they are not known
 * @param stats how each rule does; null while that is not known
 * @param text every word of it has to be in a rule
 */
export function buildRuleList(
  rules: readonly RuleDocument[],
  { open, stats }: { open: readonly AlertItem[] | null; stats: readonly RuleStats[] | null },
  text: string,
  nowMs: number,
): readonly RuleListItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const firing = new Map<string, number>();
  for (const { rule } of open ?? []) firing.set(rule, (firing.get(rule) ?? 0) + 1);
  const statsOf = new Map((stats ?? []).map((one) => [one.rule, one]));
  return rules
    .map((rule): RuleListItem => {
      return {
        id: rule.id,
        title: rule.title,
        isEnabled: rule.enabled,
        severity: rule.severity,
        when: tellWhen(rule),
        selects: tellSelect(rule.select),
        blocksScale: rule.blocks_scale,
        firing: open && (firing.get(rule.id) ?? 0),
        ...tellStats(statsOf.get(rule.id), nowMs),
      };
    })
    .filter((item) => {
      const all = `${item.id} ${item.title} ${item.when} ${item.selects}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .toSorted(
      (a, b) =>
        Number(b.isEnabled) - Number(a.isEnabled) ||
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        BY_TITLE.compare(a.title, b.title),
    );
}
