import type { z } from 'zod';
import type { FieldError } from '../core/errors.ts';

type Issue = z.core.$ZodIssue;

const MAX_SHOWN = 40;
const MAX_PATH = 300;
/** Unknown fields named one by one. */
const MAX_KEYS = 20;

const WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
};

/** What came, in few words: never more than a glimpse of a sender's data. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === null || typeof value === 'boolean') return `${value}`;
  if (typeof value === 'number') return value.toString();
  if (typeof value !== 'string') return `a ${typeof value}`;
  return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}

/** The value at a path, or undefined where the path leaves the data. */
function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function boundMessage(issue: Issue & { code: 'too_big' | 'too_small' }, value: unknown): string {
  const isTooBig = issue.code === 'too_big';
  const bound = isTooBig ? `at most ${issue.maximum}` : `at least ${issue.minimum}`;
  if (typeof value !== 'string') return `must be ${bound}, got ${showValue(value)}`;
  if (value === '') return 'must not be empty';
  return `must be ${bound} characters long, got ${value.length}`;
}

/** No branch of a union fits: the one whose type came says best why, else all types are named. */
function unionMessage(issue: Issue & { code: 'invalid_union' }, value: unknown): string {
  const got = `, got ${showValue(value)}`;
  if ('options' in issue && issue.options)
    return `expected one of ${issue.options.join(', ')}${got}`;
  if (issue.message !== 'Invalid input') return issue.message + got;
  const types = issue.errors.flatMap((branch) => branch.map((inner) => inner as Issue));
  const closest = types.find(({ code }) => code !== 'invalid_type');
  if (closest) return messageOf(closest, value);
  const words = types.map((inner) => (inner.code === 'invalid_type' ? WORDS[inner.expected] : ''));
  return `expected ${[...new Set(words)].join(', or ')}${got}`;
}

function messageOf(issue: Issue, value: unknown): string {
  const got = `, got ${showValue(value)}`;
  switch (issue.code) {
    case 'invalid_type': {
      const expected = `expected ${WORDS[issue.expected] ?? issue.expected}`;
      return value === undefined ? `missing: ${expected}` : expected + got;
    }
    case 'too_big':
    case 'too_small':
      return boundMessage(issue, value);
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}${got}`;
    case 'invalid_union':
      return unionMessage(issue, value);
    case 'invalid_key': {
      const key = String(issue.path.at(-1));
      return `the key is refused: ${issue.issues.map((inner) => messageOf(inner as Issue, key)).join('; ')}`;
    }
    case 'custom':
      return issue.message;
    case 'invalid_format':
      if (issue.format === 'datetime') return `expected RFC 3339 with an offset${got}`;
      return issue.message + got;
    default:
      return issue.message + got;
  }
}

/**
 * What is wrong with an event in plain words: which field, what was expected, what came.
 * @param issues what zod found
 * @param event the event as it came
 */
export function describeIssues(issues: readonly Issue[], event: unknown): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String).join('.').slice(0, MAX_PATH);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, MAX_KEYS).map((key) => ({
        path: (path === '' ? key : `${path}.${key}`).slice(0, MAX_PATH),
        message: 'the contract has no such field for this kind of event',
      }));
    }
    return [{ path, message: messageOf(issue, valueAt(event, issue.path)) }];
  });
}
