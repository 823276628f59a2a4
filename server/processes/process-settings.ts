import { z } from 'zod';
import type { FieldError } from '../../core/errors.ts';

/** What a process does: everything; telemetry in; everything else. */
export const PROCESS_ROLES = ['all', 'ingest', 'control'] as const;
export type ProcessRole = (typeof PROCESS_ROLES)[number];

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
const address = z.url({ protocol: /^https?$/ }).transform(withoutSlash);
const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => withoutSlash(one.trim()))
    .filter((one) => one !== '');

export const processVariables = {
  BELLWETHER_ROLE: z
    .enum(PROCESS_ROLES, 'expected all, ingest or control')
    .default('all')
    .describe('which parts this process runs: `all`, `ingest` or `control`'),
  BELLWETHER_INGEST_PEERS: z
    .string()
    .max(100_000)
    .default('')
    .superRefine((text, context) => {
      for (const one of listed(text)) {
        if (!address.safeParse(one).success) context.addIssue(`${one} is no address`);
      }
    })
    .describe('addresses of all ingest processes, the same list for every process'),
  BELLWETHER_INGEST_SELF: address
    .optional()
    .describe('which of these addresses is this ingest process'),
  BELLWETHER_SECRET: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
    .optional()
    .describe('the secret that processes share, as in secret.key of the data folder'),
};

const environment = z.object(processVariables);

/** Which part of an installation of several processes this one is. */
export interface ProcessSettings {
  readonly role: ProcessRole;
  /** Addresses of the ingest processes, sorted; empty where this process is alone. */
  readonly peers: readonly string[];
  /** Its own among them; null where it is none. */
  readonly self: string | null;
  /** The installation's secret, where it does not lie in the data folder. */
  readonly secret: string | null;
}

export function readProcessSettings(env: z.output<typeof environment>): ProcessSettings {
  return {
    role: env.BELLWETHER_ROLE,
    peers: [...new Set(listed(env.BELLWETHER_INGEST_PEERS))].sort(),
    self: env.BELLWETHER_INGEST_SELF ?? null,
    secret: env.BELLWETHER_SECRET ?? null,
  };
}

/** What the roles of several processes need and is not there; values that are wrong in themselves aside. */
export function findProcessFaults(set: Readonly<Record<string, string | undefined>>): FieldError[] {
  const parsed = environment.safeParse(set);
  if (!parsed.success) return [];
  const { role, peers, self, secret } = readProcessSettings(parsed.data);
  const faults: FieldError[] = [];
  const need = (path: string, isThere: boolean, why: string): void => {
    if (!isThere) faults.push({ path, message: `the role ${role} needs it: ${why}` });
  };
  if (role === 'all') {
    if (peers.length > 0) {
      const message = 'the role all shares telemetry with nobody: set BELLWETHER_ROLE to control';
      faults.push({ path: 'BELLWETHER_INGEST_PEERS', message });
    }
    return faults;
  }
  const isServer = set['CLICKHOUSE_URL'] !== undefined;
  need('CLICKHOUSE_URL', isServer, 'one process alone can use the embedded database');
  need('BELLWETHER_SECRET', secret !== null, 'all processes share one secret');
  need('BELLWETHER_INGEST_PEERS', peers.length > 0, 'each workload is owned by one of them');
  if (role === 'ingest') {
    need('BELLWETHER_INGEST_SELF', self !== null, 'it has to know which of them it is');
    if (self !== null && peers.length > 0 && !peers.includes(self)) {
      const message = `${self} is not among BELLWETHER_INGEST_PEERS`;
      faults.push({ path: 'BELLWETHER_INGEST_SELF', message });
    }
  }
  return faults;
}
