import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { workloadSlug } from '../../core/event.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { keyLimits, type KeyLimits } from './key-limits.ts';
import { SCOPES, type Principal } from './principal.ts';

/** A key as the ledger keeps it: only the hash of its secret. */
const keyDocument = z.strictObject({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  workloads: z.array(workloadSlug).nullable(),
  /** Absent from keys made before there were limits. */
  limits: keyLimits.nullable().default(null),
  hash: z.string(),
  created_at: z.string(),
});
export type KeyDocument = z.infer<typeof keyDocument>;

/** What a key's maker states. */
export const keyRequest = z.strictObject({
  name: z.string().min(1).max(200),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  workloads: z.array(workloadSlug).min(1).max(1000).nullish(),
  limits: keyLimits.nullish(),
});
export type KeyRequest = z.output<typeof keyRequest>;

/** A secret of 256 random bits needs no slow hash. */
const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const isSameHash = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(a), Buffer.from(b));

const NO_OWN_LIMITS: KeyLimits = { events_per_second: null, max_body_bytes: null };

const TOKEN = /^bw_([a-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

export interface ApiKeys {
  /** Who a bearer token stands for; null where it stands for nobody. */
  authenticate(token: string): Principal | null;
  /** Makes a key; the token is shown this once. */
  create(request: KeyRequest, actor: string): Promise<{ document: KeyDocument; token: string }>;
  list(): { document: KeyDocument; lastUsedMs: number | null }[];
  /** @returns false where there is no such key */
  revoke(id: string, actor: string): Promise<boolean>;
}

/**
 * Keys for programs.
 * @param adminKey from the environment: an admin without a record; null for none
 */
export function createApiKeys(ledger: Ledger, adminKey: string | null, now: () => number): ApiKeys {
  const lastUsed = new Map<string, number>();
  const adminHash = adminKey === null ? null : hashSecret(adminKey);
  const documentOf = (id: string): KeyDocument | null => {
    const record = ledger.get('key', id);
    return record ? keyDocument.parse(record.document) : null;
  };
  return {
    authenticate(token) {
      if (adminHash !== null && isSameHash(hashSecret(token), adminHash)) {
        return {
          kind: 'key',
          actor: 'key:environment',
          name: 'admin key of the environment',
          person: null,
          roles: new Set(),
          scopes: new Set(['admin']),
          workloads: null,
        };
      }
      const [, id, secret] = TOKEN.exec(token) ?? [];
      const document = id === undefined ? null : documentOf(id);
      if (!document || secret === undefined) return null;
      if (!isSameHash(hashSecret(secret), document.hash)) return null;
      lastUsed.set(document.id, now());
      return {
        kind: 'key',
        actor: `key:${document.id}`,
        name: document.name,
        person: null,
        roles: new Set(),
        scopes: new Set(document.scopes),
        workloads: document.workloads === null ? null : new Set(document.workloads),
        limits: document.limits ?? NO_OWN_LIMITS,
      };
    },
    async create(request, actor) {
      const id = [...randomBytes(12)].map((byte) => (byte % 36).toString(36)).join('');
      const secret = randomBytes(32).toString('base64url');
      const document: KeyDocument = {
        id,
        name: request.name,
        scopes: request.scopes,
        workloads: request.workloads ?? null,
        limits: request.limits ?? null,
        hash: hashSecret(secret),
        created_at: new Date(now()).toISOString(),
      };
      await ledger.append([{ kind: 'key', id, document, actor, reason: '', expectedVersion: 0 }]);
      return { document, token: `bw_${id}_${secret}` };
    },
    list: () =>
      ledger.list('key').map((record) => {
        const document = keyDocument.parse(record.document);
        return { document, lastUsedMs: lastUsed.get(document.id) ?? null };
      }),
    async revoke(id, actor) {
      const document = documentOf(id);
      if (!document) return false;
      await ledger.append([{ kind: 'key', id, document, actor, reason: 'revoked', deletes: true }]);
      return true;
    },
  };
}
