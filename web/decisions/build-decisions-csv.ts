import type { DecisionItem } from '../../decisions/signing/decision.ts';
import { writeCsv, type CsvColumn } from '../format/write-csv.ts';

const COLUMNS: readonly CsvColumn<DecisionItem>[] = [
  ['id', (item) => item.id],
  ['workload', (item) => item.workload],
  ['title', (item) => item.title],
  ['verdict', (item) => item.verdict],
  ['accepts', (item) => item.accepts],
  ['published', (item) => item.published],
  ['state', (item) => item.state],
  ['overdue', (item) => item.overdue],
  ['reason', (item) => item.reason],
  ['conditions', (item) => item.conditions.join('; ')],
  ['proposed_at', (item) => item.proposed_at],
  ['proposed_by', (item) => item.proposed_by.name],
  [
    'signatures',
    (item) =>
      item.signatures.map(({ name, capacity, at }) => `${name} (${capacity}) ${at}`).join('; '),
  ],
  ['missing', (item) => item.missing.map(({ words }) => words).join('; ')],
  ['in_force_at', (item) => item.in_force_at],
  ['review_date', (item) => item.review_date],
  ['next_mode', (item) => item.next_mode?.mode ?? null],
  ['next_percent', (item) => item.next_mode?.percent ?? null],
  ['score', (item) => item.score?.score ?? null],
  ['overrule_right', (item) => item.score?.overrule_right ?? null],
  ['score_words', (item) => item.score?.words ?? null],
  ['evidence_hash', (item) => item.evidence_hash],
];

/** The register as CSV: one line a decision, unknown cells empty. */
export const buildDecisionsCsv = (items: readonly DecisionItem[]): string =>
  writeCsv(COLUMNS, items);
