import type { RecordItem } from '../api/record-queries.ts';
import { formatPlural } from '../format/number.ts';
import { formatAgo, formatInstant, formatMoment, instantMs } from '../format/time.ts';
import { tellActor } from '../policies/tell-actor.ts';
import { KIND_WORDS } from './kind-words.ts';

/** One record, ready to be drawn. */
export interface RecordRow {
  readonly sequence: string;
  readonly moment: string;
  readonly ago: string;
  /** The full instant with its zone. */
  readonly instant: string;
  readonly who: string;
  readonly kind: string;
  readonly id: string;
  readonly act: string;
  /** What changed, in a few words; empty where the act says it all. */
  readonly summary: string;
  readonly reason: string;
  readonly hash: string;
  /** Null where it is about none or several. */
  readonly workload: string | null;
  /** Null where the document, or the one before it, was taken out. */
  readonly lines: readonly ChangeLine[] | null;
}

/** One place that changed; a side that was not there is null. */
export interface ChangeLine {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const ACTS: Readonly<Record<RecordItem['action'], string>> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
};

/** Places named in a row before the rest is counted. */
const NAMED = 3;

function summarize({ action, changes, redacted }: RecordItem): string {
  if (changes === null)
    return redacted ? 'its document was redacted' : 'what was before is redacted';
  if (action !== 'update') return '';
  if (changes.length === 0) return 'nothing, written again as it was';
  const named = changes.slice(0, NAMED).map(({ path }) => path);
  const more = changes.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${formatPlural(more, 'more place')}` : '');
}

/**
 * A value of a document as text: words as they are, lists of words with commas, the rest as JSON.
 * @example writeValue(['read', 'write']) // 'read, write'
 */
export function writeValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  const isWords =
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
  return isWords ? value.join(', ') : JSON.stringify(value, null, 2);
}

const sideOf = (change: object, side: 'before' | 'after'): string | null =>
  side in change ? writeValue((change as Record<string, unknown>)[side]) : null;

export function buildRecordRow(item: RecordItem, nowMs: number): RecordRow {
  const atMs = instantMs(item.at);
  return {
    sequence: String(item.sequence),
    moment: formatMoment(atMs, nowMs),
    ago: formatAgo(atMs, nowMs),
    instant: formatInstant(atMs),
    who: tellActor(item.actor),
    kind: KIND_WORDS[item.kind],
    id: item.id,
    // The one thing done to a record itself.
    act: item.kind === 'record' ? 'redacted' : ACTS[item.action],
    summary: summarize(item),
    reason: item.reason,
    hash: item.hash,
    workload: item.workload,
    lines:
      item.changes?.map((change) => ({
        path: change.path === '' ? 'the whole document' : change.path,
        before: sideOf(change, 'before'),
        after: sideOf(change, 'after'),
      })) ?? null,
  };
}
