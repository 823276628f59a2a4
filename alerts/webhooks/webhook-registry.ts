import { BellwetherError } from '../../core/errors.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { SecretSeal } from '../people/receiver-registry.ts';
import {
  shownWebhook,
  webhookDocument,
  type ShownWebhook,
  type WebhookDocument,
} from './webhook.ts';

/** Webhooks, their secrets sealed. */
export interface WebhookRegistry {
  /** As it is shown; null where there is none. */
  get(id: string): Versioned<ShownWebhook> | null;
  /** As they are shown, by id. */
  list(): Versioned<ShownWebhook>[];
  /**
   * With its secret, to be sent to; null where there is none.
   * @throws BellwetherError `unavailable` where its secret cannot be opened
   */
  find(id: string): WebhookDocument | null;
  /**
   * Writes a whole document; a secret that is left out stays, as long as the address does.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<ShownWebhook>>;
  /** @throws BellwetherError `not_found`, `stale_version` on an outdated version */
  remove(id: string, actor: string, expectedVersion?: number): Promise<void>;
}

const shownOf = (document: unknown): ShownWebhook => {
  const { secret: _hidden, ...shown } = webhookDocument.parse(document);
  return shownWebhook.parse(shown);
};

/** Opens the registry on what the ledger holds. */
export function createWebhookRegistry(ledger: Ledger, secrets: SecretSeal): WebhookRegistry {
  const get = (id: string): Versioned<ShownWebhook> | null => {
    const record = ledger.get('webhook', id);
    return record ? { document: shownOf(record.document), version: record.version } : null;
  };
  const find = (id: string): WebhookDocument | null => {
    const record = ledger.get('webhook', id);
    if (!record) return null;
    const kept = webhookDocument.parse(record.document);
    try {
      return { ...kept, secret: secrets.open(kept.secret) };
    } catch (cause) {
      const words = `the secret of the webhook ${id} cannot be opened: write it again`;
      throw new BellwetherError('unavailable', words, { cause });
    }
  };
  /** The secret that stays: elsewhere an editor of addresses could have it sent to a place of their own. */
  const keptSecret = (id: string, input: unknown): { secret?: string } => {
    const isObject = typeof input === 'object' && input !== null;
    if (!isObject || 'secret' in input) return {};
    const before = find(id);
    return before !== null && 'url' in input && input.url === before.url
      ? { secret: before.secret }
      : {};
  };
  return {
    get,
    list: () =>
      ledger
        .list('webhook')
        .map(({ document, version }) => ({ document: shownOf(document), version })),
    find,
    async put(id, input, actor, expectedVersion) {
      const webhook = parseDocument(id, input, {
        schema: webhookDocument,
        noun: 'a webhook',
        defaults: keptSecret(id, input),
      });
      const document = { ...webhook, secret: secrets.seal(webhook.secret) };
      const expected = expectedVersion === undefined ? {} : { expectedVersion };
      const change = { kind: 'webhook', id, document, actor, reason: '', ...expected } as const;
      const [record] = await ledger.append([change]);
      return { document: shownOf(document), version: record?.version ?? 0 };
    },
    async remove(id, actor, expectedVersion) {
      const record = ledger.get('webhook', id);
      if (!record) throw new BellwetherError('not_found', `there is no webhook ${id}`);
      const { document, version } = record;
      const expected = { expectedVersion: expectedVersion ?? version };
      await ledger.append([
        { kind: 'webhook', id, document, actor, reason: '', deletes: true, ...expected },
      ]);
    },
  };
}
