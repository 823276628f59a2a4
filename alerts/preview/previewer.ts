import { BellwetherError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { DAY_MS, MINUTE_MS, ceilTo, floorTo } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import { EVALUATION_DELAY_MS } from '../engine/alert-engine.ts';
import { compileRule, type CompiledRule } from '../rule/compiled-rule.ts';
import { matchesWorkload } from '../rule/match-workload.ts';
import type { RuleDocument } from '../rule/rule.ts';
import { buildPreview, type RulePreview } from './preview.ts';
import { isHourly, replayIntervalMs, replayRule, type ReplayParts } from './replay-rule.ts';

const DEFAULT_SPAN_MS = 30 * DAY_MS;
const MAX_SPAN_MS = 31 * DAY_MS;
/** What one preview may take: some ten seconds. */
const MAX_EVALUATIONS = 2_000_000;
/** Previews that may wait for another: each takes the one thread that also takes telemetry. */
const MAX_WAITING = 5;
/** Months of minutes are read at most, so that this is never longer ago than they are kept. */
const FIRST_SEEN_EXACT_MS = 31 * DAY_MS;

const HOURLY =
  'Releases, and signals over a history, are known by the hour: the rule was evaluated on the hour only.';

/** Says what rules would have done. */
export interface Previewer {
  /** The workloads that a rule looks at. */
  selected(rule: RuleDocument): readonly WorkloadDocument[];
  /**
   * @param rule checked by its schema; whether it is switched on does not matter
   * @param fromMs null: 30 days before the end, or less where that would take too long
   * @param toMs null: the last minute that is over
   * @throws BellwetherError `invalid` for a span that cannot be previewed, `unavailable` where many wait
   */
  preview(rule: RuleDocument, fromMs: number | null, toMs: number | null): Promise<RulePreview>;
}

/** What a previewer works with. */
export interface PreviewerParts extends ReplayParts {
  readonly workloads: () => readonly WorkloadDocument[];
  /** When each workload first sent anything; to the minute where it began after an instant. */
  readonly firstSeen: (exactFromMs: number) => Promise<ReadonlyMap<string, number>>;
  readonly now: () => number;
}

/** Makes a previewer; it runs one preview at a time. */
export function createPreviewer(parts: PreviewerParts): Previewer {
  let waiting = 0;
  const inTurn = oneAtATime();
  const selected: Previewer['selected'] = ({ select }) =>
    parts
      .workloads()
      .filter((one) => matchesWorkload(select, one))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));

  const preview = async (
    document: RuleDocument,
    fromMs: number | null,
    toMs: number | null,
  ): Promise<RulePreview> => {
    const rule = compileRule({ ...document, enabled: true }, 1);
    const workloads = selected(document);
    const lastMs = floorTo(parts.now() - EVALUATION_DELAY_MS, MINUTE_MS);
    const endMs = Math.min(lastMs, toMs === null ? lastMs : floorTo(toMs, MINUTE_MS));
    const span = spanOf(rule, workloads.length, fromMs, endMs);
    const firstSeen = await parts.firstSeen(span.fromMs - FIRST_SEEN_EXACT_MS);
    const { episodes, reasons } = await replayRule(parts, { rule, workloads, firstSeen, ...span });
    return buildPreview(episodes, { ...span, reasons, note: isHourly(rule) ? HOURLY : null });
  };

  return {
    selected,
    preview(document, fromMs, toMs) {
      if (waiting >= MAX_WAITING) {
        const told = 'other previews are under way: ask again';
        throw new BellwetherError('unavailable', told, { retryAfterSeconds: 10 });
      }
      waiting += 1;
      return inTurn(() => preview(document, fromMs, toMs)).finally(() => (waiting -= 1));
    },
  };
}

function spanOf(
  rule: CompiledRule,
  workloads: number,
  fromMs: number | null,
  toMs: number,
): { readonly fromMs: number; readonly toMs: number } {
  const longestMs = (MAX_EVALUATIONS / Math.max(1, workloads)) * replayIntervalMs(rule);
  if (fromMs === null) {
    return { fromMs: toMs - floorTo(Math.min(DEFAULT_SPAN_MS, longestMs), MINUTE_MS), toMs };
  }
  const startMs = ceilTo(fromMs, MINUTE_MS);
  if (startMs >= toMs) throw refuse('must lie before the end, and the end not after now');
  if (toMs - startMs > MAX_SPAN_MS) throw refuse('must lie at most 31 days before the end');
  if (toMs - startMs > longestMs) {
    const hours = Math.floor(longestMs / (60 * MINUTE_MS));
    throw refuse(
      `over ${workloads} workloads this rule can be previewed for ${hours} hours at most`,
    );
  }
  return { fromMs: startMs, toMs };
}

const refuse = (message: string): BellwetherError =>
  new BellwetherError('invalid', 'the rule cannot be previewed over this time', {
    errors: [{ path: 'from', message }],
  });
