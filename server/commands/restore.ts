import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { BellwetherError } from '../../core/errors.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { readConfiguration } from '../configuration.ts';
import { describeBackup, requireFolder } from './backup.ts';
import { requireKnown } from './require-known.ts';
import { EXIT_UNUSABLE, exitWith } from './start.ts';

const OPTIONS = {
  folder: { type: 'positional', required: false, description: 'a folder that backup wrote' },
  secret: {
    type: 'string',
    description: 'a copy of secret.key, for a backup that was made without it',
  },
} as const;

export const restoreCommand = defineCommand({
  meta: {
    name: 'restore',
    description: `Restore a backup into the data folder and the database of this configuration, both empty. Every byte is checked before the first is written.
Exit codes: 0 restored, 2 unusable: cut off, changed or of a newer version, or something is there already.`,
  },
  args: OPTIONS,
  run: async ({ args }) => {
    try {
      requireKnown(args, OPTIONS);
      const folder = requireFolder(args._, 'restore');
      const configuration = readConfiguration(process.env, resolve);
      const secretFile = args.secret === undefined ? null : resolve(args.secret);
      const restored = await restoreBackup({ folder, secretFile }, configuration);
      const { dataFolder } = configuration;
      console.log(
        `restored ${describeBackup(restored)} of ${restored.created_at}, to ${dataFolder}`,
      );
      console.log('start it with: bellwether serve; check it with: bellwether verify');
    } catch (error) {
      if (error instanceof BellwetherError) exitWith(error);
      console.error(error);
      process.exit(EXIT_UNUSABLE);
    }
  },
});
