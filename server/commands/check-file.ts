import { z } from 'zod';
import { ruleCase, type RuleCase } from '../../alerts/check/rule-case.ts';
import { BellwetherError, type FieldError } from '../../core/errors.ts';
import { toFieldErrors } from '../../core/field-errors.ts';
import { policyCase, type PolicyCase } from '../../decisions/check/policy-case.ts';
import { policyDocument, type PolicyDocument } from '../../decisions/policy/policy.ts';

/** Series are long, and one mistake in how a program writes them is made at every point. */
const MAX_ERRORS = 20;

/** A file of cases. */
const checkFile = z.strictObject({
  /** Policies that cases name and that other policies extend. */
  bases: z.array(policyDocument).default([]),
  policies: z.array(policyCase).default([]),
  rules: z.array(ruleCase).default([]),
});

/** The cases that a file holds, and what they refer to. */
export interface CheckFile {
  readonly bases: readonly PolicyDocument[];
  readonly policies: readonly PolicyCase[];
  readonly rules: readonly RuleCase[];
}

const someCases = z.looseObject({
  policies: z.array(z.unknown()).optional(),
  rules: z.array(z.unknown()).optional(),
});
const called = z.looseObject({ id: z.string() });

/** Says which case an error is about: nobody counts cases. */
function nameCase(value: unknown, { path, message }: FieldError): FieldError {
  const [, kind, index] = /^(policies|rules)\.(\d+)\./.exec(path) ?? [];
  if (kind === undefined) return { path, message };
  const cases = someCases.safeParse(value).data?.[kind === 'rules' ? 'rules' : 'policies'];
  const id = called.safeParse(cases?.[Number(index)]).data?.id;
  return { path, message: id === undefined ? message : `case ${id}: ${message}` };
}

function shorten(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length <= MAX_ERRORS) return errors;
  const more = { path: '…', message: `and ${errors.length - MAX_ERRORS} more` };
  return [...errors.slice(0, MAX_ERRORS), more];
}

function requireDistinct(cases: readonly { readonly id: string }[]): void {
  const ids = new Set<string>();
  for (const { id } of cases) {
    if (ids.has(id)) throw new BellwetherError('invalid', `two cases are called ${id}`);
    ids.add(id);
  }
}

/**
 * The cases that a document holds.
 * @param value as JSON or YAML gave it
 * @throws BellwetherError `invalid` with the places that are wrong, and where it holds no case
 */
export function readCheckFile(value: unknown): CheckFile {
  const { data, error } = checkFile.safeParse(value);
  if (error) {
    const errors = shorten(toFieldErrors(error)).map((one) => nameCase(value, one));
    throw new BellwetherError('invalid', 'this is not a file of cases', { errors });
  }
  const { policies, rules } = data;
  if (policies.length + rules.length === 0) {
    throw new BellwetherError('invalid', 'the file holds no case');
  }
  requireDistinct(policies);
  requireDistinct(rules);
  return data;
}
