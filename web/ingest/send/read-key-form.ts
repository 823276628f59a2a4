/** What stands in the form, as typed. */
export interface KeyForm {
  readonly name: string;
  readonly workloads: string;
  readonly eventsPerSecond: string;
  readonly maxBodyKib: string;
}

export const EMPTY_KEY_FORM: KeyForm = {
  name: 'Ingest key',
  workloads: '',
  eventsPerSecond: '',
  maxBodyKib: '',
};

/** What the server is asked for; a null limit is the server's own. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: ['ingest'];
  readonly workloads: string[] | null;
  readonly limits: {
    readonly events_per_second: number | null;
    readonly max_body_bytes: number | null;
  } | null;
}

/** A form that can be sent, or what is wrong in which field. */
export type ReadKeyForm =
  | { readonly kind: 'request'; readonly request: KeyRequest }
  | { readonly kind: 'faults'; readonly faults: Partial<Record<keyof KeyForm, string>> };

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_NUMBER = 1_000_000;

/** A whole number above 0; null where nothing is typed, undefined where it is none. */
function readNumber(text: string): number | null | undefined {
  const typed = text.trim().replaceAll(/[,_\s]/g, '');
  if (typed === '') return null;
  const number = Number(typed);
  return Number.isInteger(number) && number > 0 && number <= MAX_NUMBER ? number : undefined;
}

/**
 * Reads the form.
 * @example readKeyForm({ name: ' A ', workloads: '', eventsPerSecond: '', maxBodyKib: '' }).request.name // 'A'
 */
export function readKeyForm(form: KeyForm): ReadKeyForm {
  const faults: Partial<Record<keyof KeyForm, string>> = {};
  const name = form.name.trim();
  if (name === '') faults.name = 'A key needs a name, so that people know whose it is.';
  if (name.length > 200) faults.name = 'At most 200 characters.';
  const workloads = [...new Set(form.workloads.split(/[\s,]+/).filter((id) => id !== ''))];
  const wrong = workloads.find((id) => !SLUG.test(id));
  if (wrong !== undefined)
    faults.workloads = `“${wrong.slice(0, 80)}” is no workload id: a-z, 0-9 and -, at most 63 characters.`;
  const events = readNumber(form.eventsPerSecond);
  if (events === undefined) faults.eventsPerSecond = 'A whole number above 0, or nothing.';
  const kib = readNumber(form.maxBodyKib);
  if (kib === undefined) faults.maxBodyKib = 'A whole number above 0, or nothing.';
  if (Object.keys(faults).length > 0 || events === undefined || kib === undefined)
    return { kind: 'faults', faults };
  const limits =
    events === null && kib === null
      ? null
      : { events_per_second: events, max_body_bytes: kib === null ? null : kib * 1024 };
  return {
    kind: 'request',
    request: {
      name,
      scopes: ['ingest'],
      workloads: workloads.length === 0 ? null : workloads,
      limits,
    },
  };
}
