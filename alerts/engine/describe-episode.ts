import { NO_RESPONSE } from '../episode/episode.ts';
import type { BeginEpisode } from '../episode/step-alert.ts';
import type { Reading } from '../evaluate/reading.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';

/** Writes a template's text with the values of an alert. */
export type Describe = (
  template: string,
  facts: {
    readonly labels: Readonly<Record<string, string>>;
    readonly title: string;
    readonly reading: Reading;
  },
) => string;

/**
 * How an episode of a rule is described when it begins.
 * @param value of the rule's cut; null where it has none
 * @param reason put into the labels of an alert that is about the data, not about the condition
 */
export function describeEpisode(
  rule: CompiledRule,
  workload: string,
  value: string | null,
  describe: Describe,
  reason?: string,
): BeginEpisode {
  return (reading) => {
    const { document, version, cut } = rule;
    const severity = reading.severity ?? document.severity;
    const labels = {
      ...document.labels,
      rule: document.id,
      workload,
      ...(cut !== null && value !== null ? { [cut]: value } : {}),
      ...(reason === undefined ? {} : { reason }),
    };
    const facts = { labels, title: document.title, reading };
    const summary =
      reason === undefined
        ? describe(document.summary, facts)
        : `${workload}: no data for ${document.title}`;
    return {
      rule: document.id,
      ruleVersion: version,
      title: document.title,
      workload,
      cut,
      value,
      labels,
      severity,
      blocksScale: document.blocks_scale && reason === undefined,
      summary,
      description: describe(document.description, facts),
      runbookUrl: document.runbook_url ?? null,
      owner: document.owner ?? null,
      recoveringMs: null,
      resolvedMs: null,
      reason: null,
      firedValue: reading.value,
      lastValue: reading.value,
      threshold: reading.threshold,
      response: NO_RESPONSE,
    };
  };
}
