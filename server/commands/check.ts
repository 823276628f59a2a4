import { createHash } from 'node:crypto';
import { defineCommand } from 'citty';
import { stringify } from 'yaml';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import {
  readCheckFile,
  type CaseResult,
  type PolicyCase,
} from '../../decisions/check/check-file.ts';
import { compareResult } from '../../decisions/check/compare-result.ts';
import { evaluateCase, type EvaluatedCase } from '../../decisions/check/evaluate-case.ts';
import { createCaseEvents } from './case-events.ts';
import { readDocument, STANDARD_INPUT, type ReadDocument } from './read-document.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_DIFFERS = 1;

/** Says which case an error is about. */
function evaluate(
  one: PolicyCase,
  dependencies: Parameters<typeof evaluateCase>[1],
): EvaluatedCase {
  try {
    return evaluateCase(one, dependencies);
  } catch (error) {
    if (!(error instanceof BellwetherError)) throw error;
    const { code, message, errors } = error;
    throw new BellwetherError(code, `case ${one.id}: ${message}`, { errors, cause: error });
  }
}

const fileOfCases = z.looseObject({ policies: z.array(z.looseObject({})) });

/** The document as it came, with what was found in the place of what was expected. */
function withResults(value: unknown, results: readonly CaseResult[]): object {
  const document = fileOfCases.parse(value);
  const policies = document.policies.map((one, i) => ({ ...one, expect: results[i] }));
  return { ...document, policies };
}

function tellDifferences(cases: readonly PolicyCase[], found: readonly EvaluatedCase[]): Checked {
  const lines: string[] = [];
  let differing = 0;
  for (const [i, one] of cases.entries()) {
    const differences = compareResult(one.expect ?? {}, found[i]!);
    if (differences.length > 0) differing += 1;
    lines.push(`${differences.length > 0 ? 'differs' : 'as expected'}  ${one.id}`);
    for (const { path, expected, found: actual } of differences) {
      lines.push(`  ${path}: expected ${expected}, found ${actual}`);
    }
  }
  lines.push(`${cases.length - differing} of ${cases.length} cases as expected`, '');
  return { code: differing > 0 ? EXIT_DIFFERS : 0, output: lines.join('\n') };
}

/** What a check comes to: its exit code and what it prints. */
export interface Checked {
  readonly code: number;
  readonly output: string;
}

/**
 * Evaluates the cases in a document.
 * @param isPrinting whether the document is written with what was found, instead of compared
 * @throws BellwetherError where the document is not usable, or a case expects nothing
 */
export function checkDocument(read: ReadDocument, isPrinting: boolean): Checked {
  const { policies, bases = [] } = readCheckFile(read.value);
  const hash = (part: string): string => createHash('sha256').update(part).digest('hex');
  const dependencies = { bases, hash, readEvents: createCaseEvents() };
  const found = policies.map((one) => evaluate(one, dependencies));
  if (isPrinting) {
    const results = found.map(({ result }) => result);
    const document = withResults(read.value, results);
    const printed = read.isYaml ? stringify(document) : `${JSON.stringify(document, null, 2)}\n`;
    return { code: 0, output: printed };
  }
  const silent = policies.find(({ expect = {} }) => Object.keys(expect).length === 0);
  if (silent) {
    const message = `case ${silent.id} expects nothing: --print shows what it comes to`;
    throw new BellwetherError('invalid', message);
  }
  return tellDifferences(policies, found);
}

/** One file at a time: what is left out of a check must not seem to have passed it. */
function requireFile([file, ...others]: readonly string[]): string {
  if (others.length > 0) throw new BellwetherError('invalid', 'name one file');
  if (file !== undefined) return file;
  if (process.stdin.isTTY) throw new BellwetherError('invalid', 'name a file of cases');
  return STANDARD_INPUT;
}

const OPTIONS = {
  file: {
    type: 'positional',
    required: false,
    description: 'JSON, or YAML by the name of the file; - or none: standard input',
  },
  print: {
    type: 'boolean',
    default: false,
    description: 'write the document with what was found instead of comparing',
  },
} as const;

export const checkCommand = defineCommand({
  meta: {
    name: 'check',
    description: `Evaluate the cases in a file: policies and telemetry, and the verdicts that are expected.
Exit codes: 0 all as expected, 1 some differ, 2 unusable input.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const read = await readDocument(requireFile(args._));
      const { code, output } = checkDocument(read, args.print);
      process.stdout.write(output);
      process.exitCode = code;
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
