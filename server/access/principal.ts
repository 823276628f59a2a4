import { BellwetherError } from '../../core/errors.ts';
import type { KeyLimits } from './key-limits.ts';

/** What a key or a person may do. `admin` includes all others. */
export const SCOPES = ['ingest', 'read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks: a signed-in person or a key. */
export interface Principal {
  readonly kind: 'session' | 'key';
  /** How the ledger names them: `person:…` or `key:…`. */
  readonly actor: string;
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Workloads a key is bound to; null: all. */
  readonly workloads: ReadonlySet<string> | null;
  /** How much a key may send; absent where nothing limits it. */
  readonly limits?: KeyLimits;
}

export function mayUse(principal: Principal, scope: Scope): boolean {
  return principal.scopes.has(scope) || principal.scopes.has('admin');
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
