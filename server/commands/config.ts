import { resolve } from 'node:path';
import { defineCommand } from 'citty';
import { describeConfiguration, readConfiguration } from '../configuration.ts';
import { exitWith } from './start.ts';

export const configCommand = defineCommand({
  meta: { name: 'config', description: 'Print the effective configuration without its secrets.' },
  run: () => {
    try {
      readConfiguration(process.env, resolve);
    } catch (error) {
      exitWith(error);
    }
    for (const line of describeConfiguration(process.env)) console.log(line);
  },
});
