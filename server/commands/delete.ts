import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { defineCommand } from 'citty';
import { z } from 'zod';
import { BellwetherError } from '../../core/errors.ts';
import { readConfiguration } from '../configuration.ts';
import { callServer } from './call-server.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const answer = z.object({ id: z.string(), rows: z.record(z.string(), z.number()) });

/** Asks on the terminal; without one, somebody has to have said yes before. */
async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new BellwetherError('invalid', `${question} Nobody is here to answer: add --yes`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes)$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** The erased rows in words, tables without any left out. */
function describeRows(rows: Readonly<Record<string, number>>): string {
  const held = Object.entries(rows).filter(([, count]) => count > 0);
  if (held.length === 0) return 'nothing was left to erase';
  return `erased ${held.map(([table, count]) => `${count} from ${table}`).join(', ')}`;
}

export const deleteCommand = defineCommand({
  meta: {
    name: 'delete',
    description: `Erase a workload's or a user's telemetry for good, on the record.
Exit codes: 0 erased, 1 not confirmed, 2 unusable input or no server.`,
  },
  args: {
    workload: { type: 'string', description: 'erase all telemetry of this workload' },
    user: { type: 'string', description: 'erase all raw telemetry of this user' },
    reason: { type: 'string', description: 'why, for the record' },
    yes: { type: 'boolean', description: 'do not ask again', default: false },
    url: { type: 'string', description: 'the server; default: the one of this configuration' },
    key: { type: 'string', description: 'an admin key; default: BELLWETHER_ADMIN_KEY' },
  },
  run: async ({ args }) => {
    try {
      const { workload, user, reason, url, key } = args;
      if ((workload === undefined) === (user === undefined)) {
        throw new BellwetherError('invalid', 'give one of --workload and --user');
      }
      if (!reason) throw new BellwetherError('invalid', 'say why with --reason');
      const what = workload === undefined ? 'this user' : `the workload ${workload}`;
      const question = `Erase all telemetry of ${what}? It cannot be brought back.`;
      if (!args.yes && !(await confirm(question))) {
        console.error('bellwether: nothing was erased');
        process.exitCode = 1;
        return;
      }
      const configuration = readConfiguration(process.env, resolve);
      const document = { reason, ...(workload === undefined ? { user } : { workload }) };
      const done = await callServer(configuration, { url, key }, '/api/erasures', document, answer);
      console.log(`bellwether: ${describeRows(done.rows)}; on the record as ${done.id}`);
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
