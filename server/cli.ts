import { resolve } from 'node:path';
import { defineCommand, runMain } from 'citty';
import { backtestCommand } from './commands/backtest.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { configCommand } from './commands/config.ts';
import { deleteCommand } from './commands/delete.ts';
import { demoCommand } from './commands/demo.ts';
import { exportCommand } from './commands/export.ts';
import { gateCommand } from './commands/gate.ts';
import { importCommand } from './commands/import.ts';
import { restoreCommand } from './commands/restore.ts';
import { serveCommand } from './commands/serve.ts';
import { verifyCommand } from './commands/verify.ts';

const main = defineCommand({
  meta: {
    name: 'bellwether',
    description: `Production monitoring for AI workloads that ends in a decision.
Exit codes: 0 well, 1 no, 2 unusable input or insufficient.`,
  },
  subCommands: {
    serve: serveCommand,
    demo: demoCommand,
    import: importCommand,
    delete: deleteCommand,
    check: checkCommand,
    backtest: backtestCommand,
    gate: gateCommand,
    export: exportCommand,
    backup: backupCommand,
    restore: restoreCommand,
    verify: verifyCommand,
    config: configCommand,
  },
});

/** True when this file is the program, not a module of a test. */
if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  await runMain(main);
}
