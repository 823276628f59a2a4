import { auditSettings, type AuditSettings } from '../../core/audit.ts';
import { toFieldErrors } from '../../core/field-errors.ts';

/** The settings as they are typed. */
export interface SettingsForm {
  /** In percent. */
  readonly share: string;
  readonly capacity: string;
  /** Ids or emails, one a line; empty: whoever may operate. */
  readonly reviewers: string;
}

/** Settings, or what is wrong with the form by field. */
export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: AuditSettings }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

const FIRST: SettingsForm = { share: '2', capacity: '40', reviewers: '' };
const PERCENT = 100;
/** Percent typed with decimals must not become 0.020000000000000004. */
const DIGITS = 12;

/**
 * A share in percent as it would be typed.
 * @example percentText(0.07) // '7'
 */
export const percentText = (share: number): string =>
  String(Number((share * PERCENT).toPrecision(DIGITS)));

/** The form as it stands before anything is typed. */
export function settingsForm(settings: AuditSettings | null): SettingsForm {
  if (settings === null) return FIRST;
  return {
    share: percentText(settings.share),
    capacity: String(settings.capacity_per_week),
    reviewers: (settings.reviewers ?? []).join('\n'),
  };
}

/**
 * Reads what was typed.
 * @example readSettings({ share: '2', capacity: '40', reviewers: '' }).kind // 'settings'
 */
export function readSettings({ share, capacity, reviewers }: SettingsForm): ReadSettings {
  const named = reviewers
    .split(/[\n,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const number = (text: string): number => Number(text.trim().replace(',', '.') || 'nothing');
  const parsed = auditSettings.safeParse({
    share: Number((number(share) / PERCENT).toPrecision(DIGITS)),
    capacity_per_week: number(capacity),
    ...(named.length === 0 ? {} : { reviewers: named }),
  });
  if (parsed.success) return { kind: 'settings', settings: parsed.data };
  const words: Readonly<Record<string, string>> = {
    share: 'Above 0, at most 100 %',
    capacity_per_week: 'A whole number from 1 to 1,000',
    reviewers: 'At most 100 people, each at most 200 characters',
  };
  const faults = toFieldErrors(parsed.error).map(({ path }) => {
    const [field = ''] = path.split('.');
    return [field, words[field] ?? 'Not valid'] as const;
  });
  return { kind: 'faults', faults: Object.fromEntries(faults) };
}
