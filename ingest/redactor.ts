import type { FieldError } from '../core/errors.ts';
import { wireEvent, workloadSlug } from '../core/event.ts';
import { compileGlobs, type AttributeRule } from './redact-globs.ts';
import { createHashTag } from './redact-hash.ts';
import { compileDetectors, type RedactText } from './redact-text.ts';
import type { RedactableField, RedactionRules } from './redaction-rules.ts';

/** A rejected event as far as people may see it. */
export interface RejectedText {
  /** As JSON; undefined where it is none. */
  readonly value: unknown;
  readonly rawText: string;
  readonly errors: readonly FieldError[];
}

/** Takes out of telemetry what the rules name; what it gives out it leaves alone the next time. */
export interface Redactor {
  readonly redactText: RedactText;
  /**
   * The fields of an event or a span.
   * @param dropped what stands for a field that is left out
   */
  readonly redactFields: <Fields extends object>(fields: Fields, dropped: null | '') => Fields;
  readonly redactRejected: (rejected: RejectedText) => RejectedText;
}

/** Stands for a body that is not JSON, where rules name fields or the text is too long to look through. */
export const REMOVED_BODY = '[removed: not JSON, so the redaction rules could not be applied]';
const REMOVED = '[removed]';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Never changed, because others refer to it. */
const KEYS = words('id trace_id run incident');
/** The same of a span, and what is made here of what its emitter wrote. */
const SPAN_KEYS = words('id trace_id span_id parent_id tsMs role fields');
/** Short names and times, in which a version or a date would look like an address or a phone number. */
const NAMES = words(
  'kind stage release model provider prompt_version tool signal feature method ts period_start period_end',
);
const CONTRACT_FIELDS: ReadonlySet<string> = new Set(
  wireEvent.options.flatMap(({ shape }) => Object.keys(shape)),
);

/** Deeper than the contract goes by far, and no danger to the stack. */
const MAX_DEPTH = 64;
/** Twice what the quarantine keeps of an event; what lies beyond needn't be looked through. */
const MAX_LOOKED_THROUGH = 131_072;

/** One event or span that is being looked through. */
interface Look {
  readonly keys: ReadonlySet<string>;
  /** What stands for a field that is left out. */
  readonly absent: null | '';
  /** Whether fields may stand where the contract knows none, so that rules hold wherever a name is. */
  readonly isRejected: boolean;
  /** Characters that are still looked through; what lies beyond doesn't stay. */
  left: number;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A reason without the words of the sender it quotes: cut short, they hide from the detectors. */
function withoutQuotes(message: string, isHidden: boolean): string {
  return message
    .replace(/ is not JSON: .*$/s, ' is not JSON')
    .replace(isHidden ? /, got .*$/s : /, got ".*$/s, isHidden ? '' : ', got a text');
}

/**
 * Makes rules ready to run.
 * @param hash keyed hash in at least 32 hex digits
 * @returns null where the rules take out nothing, so that events needn't ask
 */
export function createRedactor(
  rules: RedactionRules,
  hash: (text: string) => string,
): Redactor | null {
  const { attributes, detect, fields } = rules;
  const namesFields = [attributes, fields].some((rule) => rule.drop.length + rule.hash.length > 0);
  if (!namesFields && detect.length === 0) return null;
  const redactText = compileDetectors(detect);
  const redactName = compileDetectors(detect.filter((one) => one !== 'ip' && one !== 'phone'));
  const attributeRule = compileGlobs(attributes);
  const dropped = new Set<string>(fields.drop);
  const hashed = new Set<string>(fields.hash satisfies RedactableField[]);
  const tag = createHashTag(hash);

  const ruleOf = (name: string): AttributeRule =>
    dropped.has(name) ? 'drop' : hashed.has(name) ? 'hash' : attributeRule(name);

  function redactNumber(value: number): unknown {
    const text = String(value);
    const found = redactName(text);
    return found === text ? value : found;
  }

  /** Anything JSON can hold. */
  function redactValue(value: unknown, look: Look, depth: number): unknown {
    if (typeof value === 'string') {
      look.left -= value.length;
      return look.left < 0 ? REMOVED : redactText(value);
    }
    if (typeof value === 'number') return redactNumber(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === MAX_DEPTH) return REMOVED;
    if (Array.isArray(value)) return value.map((part) => redactValue(part, look, depth + 1));
    return redactMembers(value, look, depth, look.isRejected ? ruleOf : () => null);
  }

  function redactMembers(
    value: object,
    look: Look,
    depth: number,
    rule: (name: string) => AttributeRule,
  ): object {
    const kept: [string, unknown][] = [];
    for (const [name, part] of Object.entries(value) as [string, unknown][]) {
      const found = rule(name);
      if (found === 'drop') continue;
      const shown = found === 'hash' ? hide(part, look) : redactValue(part, look, depth + 1);
      kept.push([String(redactValue(name, look, depth)), shown]);
    }
    return Object.fromEntries(kept);
  }

  function hide(value: unknown, look: Look): unknown {
    if (value == null) return value;
    if (typeof value === 'string') return tag(value);
    return tag(JSON.stringify(typeof value === 'object' ? redactValue(value, look, 1) : value));
  }

  function redactAttributes(value: unknown, look: Look): unknown {
    if (value == null) return value;
    return isObject(value) ? redactMembers(value, look, 1, attributeRule) : REMOVED;
  }

  /** A conversation with a name in it becomes a hash: conversations must stay apart. */
  function redactField(field: string, value: unknown, look: Look): unknown {
    if (field === 'attributes') return redactAttributes(value, look);
    if (hashed.has(field)) return hide(value, look);
    const isScalar = typeof value !== 'object';
    if (field === 'user' || (look.keys.has(field) && isScalar)) return value;
    if (field === 'workload' && workloadSlug.safeParse(value).success) return value;
    if (NAMES.has(field) && isScalar) return typeof value === 'string' ? redactName(value) : value;
    const found = redactValue(value, look, 1);
    return field === 'conversation' && found !== value ? hide(value, look) : found;
  }

  function redactAll(all: object, look: Look): object {
    const kept: [string, unknown][] = [];
    for (const [field, value] of Object.entries(all) as [string, unknown][]) {
      if (dropped.has(field)) kept.push([field, look.absent]);
      else if (!look.isRejected || CONTRACT_FIELDS.has(field)) {
        kept.push([field, redactField(field, value, look)]);
      } else kept.push(...Object.entries(redactMembers({ [field]: value }, look, 0, ruleOf)));
    }
    return Object.fromEntries(kept);
  }

  function isHidden(path: string): boolean {
    const [first = ''] = path.split('.', 1);
    const name = first === 'attributes' ? path.slice(first.length + 1) : path;
    return ruleOf(first) !== null || attributeRule(name) !== null;
  }

  return {
    redactText,
    redactFields<Fields extends object>(all: Fields, absent: null | ''): Fields {
      const keys = absent === '' ? SPAN_KEYS : KEYS;
      return redactAll(all, { keys, absent, isRejected: false, left: Infinity }) as Fields;
    },
    redactRejected({ value, rawText, errors }) {
      const look = { keys: KEYS, absent: null, isRejected: true, left: MAX_LOOKED_THROUGH };
      const kept = isObject(value) ? redactAll(value, look) : redactValue(value, look, 0);
      const isLong = rawText.length > MAX_LOOKED_THROUGH;
      return {
        value: kept,
        rawText:
          value !== undefined
            ? JSON.stringify(kept)
            : namesFields || isLong
              ? REMOVED_BODY
              : redactText(rawText),
        errors: errors.map(({ path, message }) => ({
          path: redactText(path),
          message: redactText(withoutQuotes(message, isHidden(path))),
        })),
      };
    },
  };
}
