import { defineCommand } from 'citty';
import { start } from './start.ts';

export const serveCommand = defineCommand({
  meta: { name: 'serve', description: 'Start Bellwether.' },
  run: async () => {
    await start({ isDemo: false });
  },
});
