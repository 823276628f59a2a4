import { defineCommand } from 'citty';
import { PROCESS_ROLES } from '../processes/process-settings.ts';
import { start, startIngest } from './start.ts';

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Start Bellwether.' },
  args: {
    role: {
      type: 'string',
      description: `Which parts this process runs: ${PROCESS_ROLES.join(', ')}.`,
      valueHint: 'ROLE',
    },
  },
  run: async ({ args }) => {
    const overrides = args.role === undefined ? {} : { BELLWETHER_ROLE: args.role };
    const role = args.role ?? process.env['BELLWETHER_ROLE'];
    if (role === 'ingest') await startIngest(overrides);
    else await start({ isDemo: false, overrides });
  },
});
