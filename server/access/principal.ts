import { BellwetherError } from '../../core/errors.ts';
import type { Role } from '../../core/role.ts';
import type { KeyLimits } from './key-limits.ts';

/**
 * What a key or a person may do. `operate`: alerts, silences, lowering a rollout mode; `write`: that, and
 * the documents; `sign`: gates and decisions. `admin` includes all others.
 */
export const SCOPES = ['ingest', 'read', 'operate', 'write', 'sign', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What each role of a person may do. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  operator: ['read', 'operate'],
  business_owner: ['read', 'operate', 'write', 'sign'],
  approver: ['read', 'operate', 'write', 'sign'],
  admin: ['admin'],
};

/** Scopes that come with another one. */
const INCLUDED: Readonly<Partial<Record<Scope, Scope>>> = { operate: 'write' };

/** Who asks: a signed-in person or a key. */
export interface Principal {
  readonly kind: 'session' | 'key';
  /** How the ledger names them: `person:…` or `key:…`. */
  readonly actor: string;
  readonly name: string;
  /** The person's id; null for a key. */
  readonly person: string | null;
  /** A person's roles; none for a key. */
  readonly roles: ReadonlySet<Role>;
  readonly scopes: ReadonlySet<Scope>;
  /** Workloads a key is bound to; null: all. */
  readonly workloads: ReadonlySet<string> | null;
  /** How much a key may send; absent where nothing limits it. */
  readonly limits?: KeyLimits;
}

export function mayUse({ scopes }: Pick<Principal, 'scopes'>, scope: Scope): boolean {
  const wider = INCLUDED[scope];
  return scopes.has(scope) || scopes.has('admin') || (wider !== undefined && scopes.has(wider));
}

/** @throws BellwetherError `forbidden` when the scope is missing */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!mayUse(principal, scope)) {
    throw new BellwetherError('forbidden', `this needs the scope ${scope}`);
  }
}

/** @throws BellwetherError `forbidden` when a key is bound to workloads: what it asks touches others */
export function requireUnbound(principal: Principal): void {
  if (principal.workloads !== null) {
    throw new BellwetherError('forbidden', 'a key that is bound to workloads may not do this');
  }
}

/** @throws BellwetherError `forbidden` when a key is bound to other workloads */
export function requireWorkload(principal: Principal, workload: string): void {
  if (principal.workloads !== null && !principal.workloads.has(workload)) {
    throw new BellwetherError('forbidden', `this key is not bound to the workload ${workload}`);
  }
}
