import type { AlertItem } from '../api/alert-queries.ts';
import type { RuleDocument } from '../api/rule-queries.ts';
import { DAY_MS } from '../../core/time.ts';
import { SEVERITIES } from '../alerts/alerts-search.ts';
import { formatCount } from '../format/number.ts';
import { formatAgo, formatInstant, instantMs } from '../format/time.ts';
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
  readonly lastFired: string;
  readonly lastExplanation: string;
}

const WEEK_MS = 7 * DAY_MS;
const BY_TITLE = new Intl.Collator('en');

/**
 * The rules, those that are on first, the loudest of them first.
 * @param alerts open and ended ones; null while they are not known
 * @param text every word of it has to be in a rule
 */
export function buildRuleList(
  rules: readonly RuleDocument[],
  alerts: readonly AlertItem[] | null,
  text: string,
  nowMs: number,
): readonly RuleListItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const byRule = new Map<string, AlertItem[]>();
  for (const alert of alerts ?? []) {
    const known = byRule.get(alert.rule);
    if (known) known.push(alert);
    else byRule.set(alert.rule, [alert]);
  }
  return rules
    .map((rule): RuleListItem => {
      const fired = byRule.get(rule.id) ?? [];
      const times = fired.map(({ fired_at: at }) => instantMs(at));
      const lastMs = times.length === 0 ? null : Math.max(...times);
      return {
        id: rule.id,
        title: rule.title,
        isEnabled: rule.enabled,
        severity: rule.severity,
        when: tellWhen(rule),
        selects: tellSelect(rule.select),
        blocksScale: rule.blocks_scale,
        firing: alerts && fired.filter(({ resolved_at: at }) => at === null).length,
        thisWeek: alerts && formatCount(times.filter((at) => at > nowMs - WEEK_MS).length),
        lastFired: alerts === null ? '' : lastMs === null ? 'never' : formatAgo(lastMs, nowMs),
        lastExplanation:
          lastMs === null
            ? 'Not among the latest alerts that are kept'
            : `Last fired ${formatInstant(lastMs)}`,
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
