import { canonicalJson } from '../../core/canonical-json.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { SingleSignOnSettings } from './single-sign-on-settings.ts';

const PLACE = { kind: 'single_sign_on', id: 'environment' } as const;

/** Puts on record who may come in by single sign-on, and as what, whenever the environment says otherwise. */
export async function recordSingleSignOn(
  ledger: Ledger,
  settings: SingleSignOnSettings | null,
): Promise<void> {
  const before = ledger.get(PLACE.kind, PLACE.id);
  const act = { ...PLACE, actor: 'system', reason: 'configuration at start' };
  if (settings === null) {
    if (before) await ledger.append([{ ...act, document: before.document, deletes: true }]);
    return;
  }
  const document = {
    issuer: settings.issuer,
    client_id: settings.clientId,
    scopes: settings.scopes,
    groups_claim: settings.groupsClaim,
    group_roles: settings.groupRoles,
  };
  if (before && canonicalJson(before.document) === canonicalJson(document)) return;
  await ledger.append([{ ...act, document }]);
}
