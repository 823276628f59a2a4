import { defineCommand } from 'citty';
import { stringify } from 'yaml';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { readCheckFile } from './check-file.ts';
import { checkPolicies, checkRules, type CheckedCase } from './checked-case.ts';
import { readDocument, STANDARD_INPUT, type ReadDocument } from './read-document.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_DIFFERS = 1;

const cases = z.array(z.looseObject({})).optional();
const fileOfCases = z.looseObject({ policies: cases, rules: cases });

type Checks = Readonly<Record<'policies' | 'rules', readonly CheckedCase[]>>;

/** The document as it came, with what was found in the place of what was expected. */
function withResults(value: unknown, checks: Checks): object {
  const document = fileOfCases.parse(value);
  const found = (kind: keyof Checks): object => {
    const members = document[kind]?.map((one, i) => ({ ...one, ...checks[kind][i]?.found }));
    return members ? { [kind]: members } : {};
  };
  return { ...document, ...found('policies'), ...found('rules') };
}

/** A check that compares nothing would pass whatever became of the rules. */
function requireExpectations(checked: readonly CheckedCase[]): void {
  const silent =
    checked.find(({ expecting }) => expecting === 'silent') ??
    (checked.some(({ expecting }) => expecting === 'something') ? undefined : checked[0]);
  if (!silent) return;
  const message = `case ${silent.id} expects nothing: --print shows what it comes to`;
  throw new BellwetherError('invalid', message);
}

function outcomeOf({ expecting, differences }: CheckedCase): string {
  if (expecting === 'nothing') return 'expects nothing';
  return differences.length > 0 ? 'differs' : 'as expected';
}

function tellDifferences(checked: readonly CheckedCase[]): Checked {
  const comparing = checked.filter(({ expecting }) => expecting === 'something');
  const differing = comparing.filter(({ differences }) => differences.length > 0);
  const lines = checked.flatMap((one) => [
    `${outcomeOf(one)}  ${one.id}`,
    ...one.differences.map((line) => `  ${line}`),
  ]);
  const good = comparing.length - differing.length;
  lines.push(`${good} of ${comparing.length} cases as expected`, '');
  return { code: differing.length > 0 ? EXIT_DIFFERS : 0, output: lines.join('\n') };
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
  const file = readCheckFile(read.value);
  const checks: Checks = { policies: checkPolicies(file), rules: checkRules(file) };
  if (isPrinting) {
    const document = withResults(read.value, checks);
    const printed = read.isYaml ? stringify(document) : `${JSON.stringify(document, null, 2)}\n`;
    return { code: 0, output: printed };
  }
  const checked = [...checks.policies, ...checks.rules];
  requireExpectations(checked);
  return tellDifferences(checked);
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
    description: `Evaluate the cases in a file: policies and telemetry with the verdicts that are expected,
alert rules and series with the states that are expected.
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
