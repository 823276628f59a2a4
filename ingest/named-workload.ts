import { workloadSlug } from '../core/event.ts';
import type { ParsedBody, ParsedItem } from './parse-body.ts';

/** The workload that a value names, as far as it can be read; a name that can't be one is none. */
export function workloadNamedBy(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const named = workloadSlug.safeParse((value as Record<string, unknown>)['workload']);
  return named.success ? named.data : null;
}

/** The workload an item of a body names, or null. */
export const namedWorkload = (item: ParsedItem): string | null =>
  item.kind === 'value' ? workloadNamedBy(item.value) : null;

const FIELD = /"workload"\s*:\s*"([a-z0-9][a-z0-9-]{0,62})"/;
const NAME = '"workload"';

/** The same of a line's text without parsing it; undefined where only parsing can tell. */
function glanceAtLine(line: string): string | undefined {
  const at = line.indexOf(NAME);
  // A second one may be an attribute, and an escape may spell the name in another way.
  if (at === -1 || line.indexOf(NAME, at + 1) !== -1 || line.includes('\\u')) return undefined;
  const found = FIELD.exec(line);
  // Of an object inside the event it would say nothing, and a line that is cut off is no event.
  if (line.indexOf('{') !== line.lastIndexOf('{', at)) return undefined;
  return found !== null && line.trimEnd().endsWith('}') ? found[1] : undefined;
}

/** The workload of each item of a body; null where it names none. */
export function workloadsOfItems(body: ParsedBody): (string | null)[] {
  const { lines } = body;
  return Array.from({ length: body.count }, (_, index) => {
    const place = lines?.places[index];
    const glanced =
      lines && place
        ? glanceAtLine(lines.bytes.toString('latin1', place.start, place.end))
        : undefined;
    return glanced ?? namedWorkload(body.item(index));
  });
}
