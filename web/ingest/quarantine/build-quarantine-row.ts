import type { QuarantineItem } from '../../api/queries.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatInstant, formatMoment, instantMs } from '../../format/time.ts';
import { layOutJson } from './lay-out-json.ts';

/** One refused event in words; its body is text and nothing else. */
export interface QuarantineRow {
  readonly id: string;
  readonly when: string;
  readonly explanation: string;
  /** What it claims to be; null where it names none. */
  readonly workload: string | null;
  readonly kind: string | null;
  readonly reasons: readonly { readonly path: string; readonly message: string }[];
  readonly body: string;
  readonly size: string;
  /** Why it cannot be replayed; null where it can. */
  readonly hindrance: string | null;
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/**
 * A refused event as its row says it.
 * @param keyNames by id of the key
 */
export function buildQuarantineRow(
  item: QuarantineItem,
  keyNames: ReadonlyMap<string, string>,
  nowMs: number,
): QuarantineRow {
  const receivedMs = instantMs(item.received_at);
  const keyName = keyNames.get(item.key_id.replace(/^key:/, '')) ?? item.key_id;
  return {
    id: item.id,
    when: formatMoment(receivedMs, nowMs),
    explanation: `Received\t${formatInstant(receivedMs)}\nSent with\t${keyName}\nRow\t${item.id}`,
    workload: orNull(item.workload),
    kind: orNull(item.kind),
    reasons: item.errors.map(({ path, message }) => ({
      path: path === '' ? 'event' : path,
      message,
    })),
    body: layOutJson(item.body),
    size: formatBytes(new TextEncoder().encode(item.body).length),
    hindrance: item.replayable ? null : (item.reason_not_replayable ?? ''),
  };
}
