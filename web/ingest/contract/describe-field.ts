import { formatCount } from '../../format/number.ts';

/** The part of JSON Schema in which fields are described. */
export interface JsonField {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonField[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonField;
  readonly properties?: Readonly<Record<string, JsonField>>;
  readonly additionalProperties?: JsonField | boolean;
}

/** What a value must be, and within which limits. */
export interface FieldForm {
  readonly type: string;
  readonly limits: string;
}

const EXPONENTS = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/**
 * A bound, powers of ten short.
 * @example formatBound(1e12) // '10¹²'
 */
export function formatBound(bound: number): string {
  const power = Math.log10(Math.abs(bound));
  if (power < 6 || !Number.isInteger(power)) return formatCount(bound);
  const exponent = String(power).replaceAll(/\d/g, (digit) => EXPONENTS[Number(digit)] ?? digit);
  return `${bound < 0 ? '−' : ''}10${exponent}`;
}

function numberLimits({ minimum, maximum }: JsonField): string {
  if (minimum === undefined && maximum === undefined) return '';
  if (maximum === undefined) return `${formatBound(minimum ?? 0)} or more`;
  if (minimum === undefined) return `up to ${formatBound(maximum)}`;
  return `${formatBound(minimum)} to ${formatBound(maximum)}`;
}

function textLimits({ minLength, maxLength }: JsonField): string {
  if (maxLength === undefined) return '';
  const from = minLength === undefined ? 'up to ' : `${formatCount(minLength)} to `;
  return `${from}${formatCount(maxLength)} characters`;
}

const isNull = ({ type }: JsonField): boolean => type === 'null';
const isSlug = ({ pattern }: JsonField): boolean =>
  pattern?.startsWith('^[a-z0-9][a-z0-9-]') ?? false;

/** The one form a field may take besides being absent; itself where it may take several. */
function withoutNull(field: JsonField): JsonField {
  if (Array.isArray(field.type)) {
    const [only, ...more] = (field.type as readonly string[]).filter((type) => type !== 'null');
    return only !== undefined && more.length === 0 ? { ...field, type: only } : field;
  }
  const forms = field.anyOf?.filter((form) => !isNull(form));
  return forms?.length === 1 && forms[0] !== undefined ? withoutNull(forms[0]) : field;
}

function describeObject({ properties, additionalProperties }: JsonField): FieldForm {
  if (properties !== undefined)
    return { type: 'object', limits: `with ${Object.keys(properties).join(' and ')}` };
  const values = typeof additionalProperties === 'object' ? additionalProperties : {};
  const forms = values.anyOf?.map((form) => describeField(form).type) ?? [
    `${describeField(values).type}s`,
  ];
  return { type: 'map', limits: `of names to ${forms.join(', ')}` };
}

/**
 * A field in words. A null counts as absent, so it is not told.
 * @example describeField({ type: 'number', minimum: 0, maximum: 1 }) // { type: 'number', limits: '0 to 1' }
 */
export function describeField(schema: JsonField): FieldForm {
  const field = withoutNull(schema);
  if (field.anyOf?.some(({ format }) => format === 'date-time'))
    return { type: 'time', limits: 'RFC 3339 with an offset, or epoch milliseconds' };
  if (field.enum !== undefined) return { type: 'word', limits: field.enum.join(', ') };
  switch (field.type) {
    case 'string':
      return isSlug(field)
        ? { type: 'slug', limits: 'a-z, 0-9 and -, up to 63 characters' }
        : { type: 'text', limits: textLimits(field) };
    case 'integer':
      return { type: 'whole number', limits: numberLimits(field) };
    case 'number':
      return { type: 'number', limits: numberLimits(field) };
    case 'boolean':
      return { type: 'true or false', limits: '' };
    case 'array':
      return {
        type: `list of ${describeField(field.items ?? {}).type}s`,
        limits: `${formatCount(field.minItems ?? 0)} to ${formatCount(field.maxItems ?? 0)} of them`,
      };
    case 'object':
      return describeObject(field);
    default:
      return { type: 'anything', limits: '' };
  }
}
