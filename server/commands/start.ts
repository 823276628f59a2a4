import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pino, type Logger } from 'pino';
import { BellwetherError } from '../../core/errors.ts';
import { readConfiguration, type Configuration } from '../configuration.ts';
import { serveIngest } from '../processes/serve-ingest.ts';
import type { RunningServer } from '../running-server.ts';
import { serve } from '../serve.ts';
import { createSteadyClock } from '../steady-clock.ts';

/** Exit code for input that can't be used. */
export const EXIT_UNUSABLE = 2;

/** Nearest folder above this file that holds the package: sources and bundle lie at different depths. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package.json not found above the program');
    folder = parent;
  }
  return folder;
}

/** The built dashboard, or null where `npm run build` has not been run. */
function findPages(): string | null {
  const folder = join(packageRoot(), 'dist', 'web');
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

/** Tells a start-up problem in plain lines and ends the program. */
export function exitWith(error: unknown): never {
  if (error instanceof BellwetherError) {
    console.error(`bellwether: ${error.message}`);
    for (const { path, message } of error.errors) console.error(`  ${path}: ${message}`);
    process.exit(EXIT_UNUSABLE);
  }
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') {
    console.error(
      'bellwether: the port is taken: set BELLWETHER_PORT to another, or 0 for a free one',
    );
    process.exit(EXIT_UNUSABLE);
  }
  if (message?.includes('Cannot lock file')) {
    console.error(
      'bellwether: another process holds the embedded database: stop it, or set BELLWETHER_DATA',
    );
    process.exit(EXIT_UNUSABLE);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES') {
    console.error(
      `bellwether: cannot listen there (${code}): set BELLWETHER_HOST and BELLWETHER_PORT`,
    );
    process.exit(EXIT_UNUSABLE);
  }
  console.error(error);
  process.exit(1);
}

export interface Started {
  readonly server: RunningServer;
  readonly log: Logger;
  readonly configuration: Configuration;
}

type Variables = Readonly<Record<string, string>>;

/** Stops what runs on SIGINT and SIGTERM, once. */
function stopOnSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const end = (): void => {
    if (isStopping) return;
    isStopping = true;
    stop().then(() => process.exit(0), exitWith);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

/**
 * Reads the environment, starts the server, prints where it is and stops it on SIGINT and SIGTERM.
 * @param options.defaults environment that applies where the variable is not set
 * @param options.overrides environment that applies before all else
 * @param options.beforeStop runs first when the server is told to stop
 */
export async function start(options: {
  readonly defaults?: Variables;
  readonly overrides?: Variables;
  readonly isDemo: boolean;
  readonly isSampleComplete?: () => boolean;
  readonly beforeServe?: (configuration: Configuration) => Promise<void>;
  readonly beforeStop?: () => Promise<void>;
}): Promise<Started> {
  const { isDemo, isSampleComplete } = options;
  try {
    const variables = { ...options.defaults, ...process.env, ...options.overrides };
    const configuration = readConfiguration(variables, resolve);
    const log = pino({ level: configuration.logLevel });
    await options.beforeServe?.(configuration);
    const server = await serve(configuration, {
      log,
      now: Date.now,
      alertNow: createSteadyClock(Date.now, () => performance.now()),
      pagesFolder: findPages(),
      isDemo,
      ...(isSampleComplete && { isSampleComplete }),
      onLost: exitWith,
    });
    stopOnSignal(async () => {
      await options.beforeStop?.();
      await server.stop();
    });
    console.log(`Bellwether listens on ${server.url}`);
    console.log(`Sign in once with ${server.signInLink}`);
    return { server, log, configuration };
  } catch (error) {
    return exitWith(error);
  }
}

/** The same for a process that only takes telemetry in: nobody signs in there. */
export async function startIngest(overrides: Variables): Promise<void> {
  try {
    const configuration = readConfiguration({ ...process.env, ...overrides }, resolve);
    const log = pino({ level: configuration.logLevel });
    const server = await serveIngest(configuration, { log, now: Date.now });
    stopOnSignal(() => server.stop());
    console.log(`Bellwether listens on ${server.url} for telemetry`);
  } catch (error) {
    exitWith(error);
  }
}
