import { workloadDocument, type WorkloadDocument } from '../../core/workload.ts';
import { memberOf } from '../../decisions/gates/record-member.ts';
import { RECORD_FIELDS, type FieldKind } from './record-fields.ts';

/** What stands in the form, by path; empty: nothing is stated. */
export type RecordForm = Readonly<Record<string, string>>;

/** What is wrong where, by path. */
export type RecordFaults = Readonly<Record<string, string>>;

/** A form read back: the document to write, or what is wrong with it. */
export type ReadRecordForm =
  | { readonly kind: 'document'; readonly document: WorkloadDocument }
  | { readonly kind: 'faults'; readonly faults: RecordFaults };

type Members = { [name: string]: unknown };
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Enough to undo that 0.07 × 100 is not 7. */
const DIGITS = 12;
const NUMBERS: ReadonlySet<FieldKind> = new Set(['number', 'whole', 'percent']);

/** A record as its form shows it. */
export function writeRecordForm(document: WorkloadDocument): RecordForm {
  return Object.fromEntries(
    RECORD_FIELDS.map(({ path, kind }) => [path, textOf(kind, memberOf(document, path))]),
  );
}

/**
 * What a form comes to over the record that it was opened with: everything that has no field stays.
 * @param base the record as it was read
 */
export function readRecordForm(form: RecordForm, base: WorkloadDocument): ReadRecordForm {
  const document: Members = structuredClone(base);
  const faults: Record<string, string> = {};
  for (const { path, kind } of RECORD_FIELDS) {
    const text = (form[path] ?? '').trim();
    const value = text === '' ? undefined : valueOf(kind, text);
    if (value === null) faults[path] = 'expected a number';
    else setAt(document, path.split('.'), value);
  }
  if (Object.keys(faults).length > 0) return { kind: 'faults', faults };
  const parsed = workloadDocument.safeParse(document);
  if (parsed.success) return { kind: 'document', document: parsed.data };
  for (const { path, message } of parsed.error.issues) faults[path.join('.')] ??= message;
  return { kind: 'faults', faults };
}

function textOf(kind: FieldKind, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return '';
  return String(kind === 'percent' ? Number((value * 100).toPrecision(DIGITS)) : value);
}

/** Null: not a number where one is expected. */
function valueOf(kind: FieldKind, text: string): string | number | null {
  if (!NUMBERS.has(kind)) return text;
  const value = Number(text.replaceAll(',', ''));
  if (!Number.isFinite(value)) return null;
  return kind === 'percent' ? Number((value / 100).toPrecision(DIGITS)) : value;
}

/** Writes or removes a value; what is empty afterwards goes too. */
function setAt(members: Members, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) delete members[name];
    else members[name] = value;
    return;
  }
  const below = members[name];
  if (!isMembers(below) && value === undefined) return;
  const inner: Members = isMembers(below) ? below : {};
  setAt(inner, rest, value);
  if (Object.keys(inner).length === 0) delete members[name];
  else members[name] = inner;
}
