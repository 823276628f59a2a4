import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { workloadSlug } from '../../core/event.ts';
import { readConfiguration } from '../configuration.ts';
import { callServer, type AskedServer } from './call-server.ts';
import { GATE_VERDICTS, answerGate, gateAssessment, type GateVerdict } from './gate-answer.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_CODES = { yes: 0, no: 1, insufficient: EXIT_UNUSABLE } as const;

function requireVerdict(text: string | undefined): GateVerdict {
  const known = GATE_VERDICTS.find((verdict) => verdict === text);
  if (known) return known;
  throw new BellwetherError('invalid', `--require takes one of ${GATE_VERDICTS.join(', ')}`);
}

function requireWorkload([text, ...others]: readonly string[]): string {
  const isOne = others.length === 0 && workloadSlug.safeParse(text).success;
  if (text !== undefined && isOne) return text;
  throw new BellwetherError('invalid', 'name the workload: gate WORKLOAD --require scale');
}

/** @returns the exit code */
async function runGate(
  workload: string,
  required: GateVerdict,
  asked: AskedServer,
): Promise<number> {
  const configuration = readConfiguration(process.env, resolve);
  const path = `/api/workloads/${workload}/assessment`;
  const assessed = await callServer(configuration, asked, path, null, gateAssessment);
  const { answer, reasons } = answerGate(assessed, required);
  console.log(`${answer}: ${workload} is at ${assessed.verdict}, ${required} is required`);
  for (const reason of reasons) console.log(`  ${reason}`);
  return EXIT_CODES[answer];
}

const OPTIONS = {
  workload: { type: 'positional', required: false, description: 'its id' },
  require: {
    type: 'string',
    description: 'scale, hold (not redesign or stop) or redesign (not stop)',
  },
  url: { type: 'string', description: 'the server; default: the one of this configuration' },
  key: { type: 'string', description: 'a key with scope read; default: BELLWETHER_ADMIN_KEY' },
} as const;

export const gateCommand = defineCommand({
  meta: {
    name: 'gate',
    description: `Ask the server whether a workload has the required verdict or a better one, for pipelines.
Exit codes: 0 yes, 1 no, 2 insufficient: evidence is missing, or no server answers.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const { url, key } = args;
      const required = requireVerdict(args.require);
      process.exitCode = await runGate(requireWorkload(args._), required, { url, key });
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
