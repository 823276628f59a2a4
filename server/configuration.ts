import { z } from 'zod';
import type { AddressRange } from '../alerts/deliver/ip-address.ts';
import { parseAllowList, type AllowEntry } from '../alerts/deliver/refuse-address.ts';
import { BellwetherError } from '../core/errors.ts';
import { toFieldErrors } from '../core/field-errors.ts';
import type { DatabaseLocation } from '../store/open-database.ts';
import { findPathFault } from '../store/readable-path.ts';
import {
  findSingleSignOnFaults,
  readSingleSignOn,
  singleSignOnVariables,
  type SingleSignOnSettings,
} from './access/single-sign-on-settings.ts';
import { parseTrustedProxies } from './access/trusted-proxies.ts';
import {
  findProcessFaults,
  processVariables,
  readProcessSettings,
  type ProcessSettings,
} from './processes/process-settings.ts';

/** A value like `1`, `true` or `yes` turns a switch on. */
const switchValue = z
  .enum(['0', '1', 'true', 'false', 'yes', 'no'], 'expected 1 or 0')
  .default('0')
  .transform((text) => text === '1' || text === 'true' || text === 'yes');

const hasCredentials = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
};

/** A list in one variable; what `parse` throws is told as what is wrong with it. */
const listOf = (parse: (text: string) => unknown) =>
  z
    .string()
    .max(10_000)
    .default('')
    .superRefine((text, context) => {
      try {
        parse(text);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : String(error));
      }
    });

const environment = z.object({
  BELLWETHER_HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  BELLWETHER_PORT: z.coerce
    .number('expected a port number')
    .int()
    .min(0)
    .max(65_535)
    .default(8787)
    .describe('port to listen on; 0 takes a free one'),
  BELLWETHER_DATA: z
    .string()
    .min(1)
    .default('./data')
    .describe('folder for the spool, the embedded database and the secrets'),
  BELLWETHER_ADMIN_KEY: z
    .string()
    .min(24, 'expected at least 24 characters')
    .optional()
    .describe('an admin key for automation, sent as Authorization: Bearer'),
  BELLWETHER_METRICS_OPEN: switchValue.describe('1 opens /metrics to everyone'),
  BELLWETHER_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address people reach the dashboard at, where it differs from host and port'),
  BELLWETHER_LOG: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('how much is logged'),
  BELLWETHER_RAW_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .describe(
      'how long raw events are kept, counted from receipt; a change takes effect at the next start',
    ),
  BELLWETHER_DEDUPE_HOURS: z.coerce
    .number()
    .min(1)
    .max(168)
    .default(24)
    .describe('how long a repeated event id is recognised'),
  BELLWETHER_SPOOL_LIMIT_MB: z.coerce
    .number()
    .int()
    .min(64)
    .max(1_000_000)
    .default(4096)
    .describe('how much telemetry may wait on disk while the database is away'),
  BELLWETHER_KEY_EVENTS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(20_000)
    .describe(
      'events a key may send a second, averaged over 10 s, unless it has a limit of its own; 0: any number',
    ),
  BELLWETHER_TRUSTED_PROXIES: listOf(parseTrustedProxies).describe(
    'addresses and ranges of reverse proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8',
  ),
  BELLWETHER_RECEIVER_ALLOW: listOf(parseAllowList).describe(
    'hosts or ranges that alerts may be sent to though they are private, such as localhost:9093,10.0.0.0/8',
  ),
  ...processVariables,
  ...singleSignOnVariables,
  CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => !hasCredentials(url),
      'holds credentials: put them in CLICKHOUSE_USER and CLICKHOUSE_PASSWORD',
    )
    .optional()
    .describe('a ClickHouse server; unset: the embedded engine'),
  CLICKHOUSE_USER: z.string().default('default').describe('user on that server'),
  CLICKHOUSE_PASSWORD: z.string().default('').describe('password on that server'),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a database name')
    .default('bellwether')
    .describe('database on that server'),
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of a cluster')
    .optional()
    .describe('cluster whose nodes share the tables, sharded by workload; unset: one server'),
});

/** The schema of every environment variable, for the documents and `bellwether config`. */
export const environmentSchema = environment;

const SECRETS: ReadonlySet<string> = new Set([
  'BELLWETHER_ADMIN_KEY',
  'BELLWETHER_OIDC_CLIENT_SECRET',
  'BELLWETHER_SECRET',
  'CLICKHOUSE_PASSWORD',
]);

export type Environment = z.output<typeof environment>;

/** What the program runs with, resolved once at start. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly adminKey: string | null;
  readonly metricsOpen: boolean;
  readonly publicUrl: string | null;
  readonly logLevel: Environment['BELLWETHER_LOG'];
  readonly rawRetentionDays: number;
  readonly dedupeWindowMs: number;
  readonly spoolLimitBytes: number;
  /** 0 for no limit. */
  readonly keyEventsPerSecond: number;
  /** Whose word on where a request comes from counts. */
  readonly trustedProxies: readonly AddressRange[];
  /** Private addresses that alerts may be sent to. */
  readonly receiverAllow: readonly AllowEntry[];
  /** Null where it is not set up. */
  readonly singleSignOn: SingleSignOnSettings | null;
  readonly process: ProcessSettings;
  readonly database: DatabaseLocation;
}

/**
 * Reads the environment; every problem is told at once.
 * @throws BellwetherError `invalid` with one entry a variable
 */
export function readConfiguration(
  variables: Readonly<Record<string, string | undefined>>,
  resolvePath: (path: string) => string,
): Configuration {
  // An empty variable is a variable somebody cleared, not a value.
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const missing = [...findSingleSignOnFaults(set), ...findProcessFaults(set)];
  const parsed = environment
    .extend({
      // The resolved path, as the folder the program is started in counts too.
      BELLWETHER_DATA: environment.shape.BELLWETHER_DATA.superRefine((folder, context) => {
        const message = findPathFault(resolvePath(folder));
        if (message !== null) context.addIssue({ code: 'custom', message });
      }),
    })
    .safeParse(set);
  if (!parsed.success || missing.length > 0) {
    throw new BellwetherError('invalid', 'the configuration has errors', {
      errors: [...(parsed.success ? [] : toFieldErrors(parsed.error)), ...missing],
    });
  }
  const env = parsed.data;
  const dataFolder = resolvePath(env.BELLWETHER_DATA);
  return {
    host: env.BELLWETHER_HOST,
    port: env.BELLWETHER_PORT,
    dataFolder,
    adminKey: env.BELLWETHER_ADMIN_KEY ?? null,
    metricsOpen: env.BELLWETHER_METRICS_OPEN,
    publicUrl: env.BELLWETHER_PUBLIC_URL ?? null,
    logLevel: env.BELLWETHER_LOG,
    rawRetentionDays: env.BELLWETHER_RAW_RETENTION_DAYS,
    dedupeWindowMs: env.BELLWETHER_DEDUPE_HOURS * 3_600_000,
    spoolLimitBytes: env.BELLWETHER_SPOOL_LIMIT_MB * 1_048_576,
    keyEventsPerSecond: env.BELLWETHER_KEY_EVENTS_PER_SECOND,
    trustedProxies: parseTrustedProxies(env.BELLWETHER_TRUSTED_PROXIES),
    receiverAllow: parseAllowList(env.BELLWETHER_RECEIVER_ALLOW),
    singleSignOn: readSingleSignOn(env),
    process: readProcessSettings(env),
    database:
      env.CLICKHOUSE_URL === undefined
        ? { kind: 'embedded', folder: `${dataFolder}/clickhouse` }
        : {
            kind: 'server',
            url: env.CLICKHOUSE_URL,
            user: env.CLICKHOUSE_USER,
            password: env.CLICKHOUSE_PASSWORD,
            database: env.CLICKHOUSE_DATABASE,
            ...(env.CLICKHOUSE_CLUSTER === undefined ? {} : { cluster: env.CLICKHOUSE_CLUSTER }),
          },
  };
}

/** The effective variables as `NAME=value` lines, secrets only as set or not. */
export function describeConfiguration(
  variables: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(environment.shape).map(([name, schema]) => {
    const stated = variables[name];
    if (SECRETS.has(name)) return `${name}=${stated ? '(set)' : '(not set)'}`;
    const { data } = schema.safeParse(stated === '' ? undefined : stated);
    return `${name}=${data ?? ''}`;
  });
}
