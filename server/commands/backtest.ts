import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { backtest } from '../../decisions/backtest/backtest.ts';
import { readConfiguration } from '../configuration.ts';
import { callServer, type AskedServer } from './call-server.ts';
import { describeBacktest } from './describe-backtest.ts';
import { readDocument } from './read-document.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const EXIT_DIFFERS = 1;

const policyFile = z.looseObject({ id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) });

interface BacktestOptions {
  readonly against: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly workloads: string | undefined;
  readonly json: boolean;
}

function requireFile([file, ...others]: readonly string[]): string {
  if (file !== undefined && others.length === 0) return file;
  throw new BellwetherError('invalid', 'name one file with a policy');
}

/** A day stands for its beginning in UTC. */
const toInstant = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;

/** @returns the exit code */
async function runBacktest(
  file: string,
  options: BacktestOptions,
  asked: AskedServer,
): Promise<number> {
  const read = policyFile.safeParse((await readDocument(file)).value);
  if (!read.success) {
    throw new BellwetherError('invalid', `${file} is not a policy: it states no id`);
  }
  const question = {
    document: read.data,
    against: options.against,
    from: toInstant(options.from),
    to: toInstant(options.to),
    workloads: options.workloads?.split(',').map((id) => id.trim()),
  };
  const configuration = readConfiguration(process.env, resolve);
  const path = `/api/policies/${read.data.id}/backtest`;
  const answer = await callServer(configuration, asked, path, question, backtest);
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else for (const line of describeBacktest(answer)) console.log(line);
  return answer.summary.affected > 0 ? EXIT_DIFFERS : 0;
}

const OPTIONS = {
  file: {
    type: 'positional',
    required: false,
    description: 'a policy: JSON, or YAML by the name of the file; - is standard input',
  },
  against: {
    type: 'string',
    description: 'id or id@version to compare with; default: the policy as it is on the server',
  },
  from: { type: 'string', description: 'a day or an instant; default: 90 days before the end' },
  to: { type: 'string', description: 'a day or an instant; default: now' },
  workloads: {
    type: 'string',
    description: 'ids, comma between; default: those the policy decides about',
  },
  json: { type: 'boolean', description: "print the server's answer as JSON", default: false },
  url: { type: 'string', description: 'the server; default: the one of this configuration' },
  key: { type: 'string', description: 'a key with scope read; default: BELLWETHER_ADMIN_KEY' },
} as const;

export const backtestCommand = defineCommand({
  meta: {
    name: 'backtest',
    description: `Ask the server what a policy would have decided about past telemetry. Nothing is kept.
Exit codes: 0 no verdict differs, 1 some differ, 2 unusable input or no server.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const { url, key } = args;
      process.exitCode = await runBacktest(requireFile(args._), args, { url, key });
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
