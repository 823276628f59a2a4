import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import { createRedactor, type Redactor } from '../../ingest/redactor.ts';
import { NO_REDACTION, redactionRules, type RedactionRules } from '../../ingest/redaction-rules.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';

/** The rules on what is taken out of telemetry before it is written. */
export interface RedactionSettings {
  /** Version 0 where nobody has written any: nothing is taken out then. */
  get(): Versioned<RedactionRules>;
  /**
   * Writes the rules whole; they hold for what comes in after the answer.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(input: unknown, actor: string, expectedVersion?: number): Promise<Versioned<RedactionRules>>;
  /** The rules as they are now, ready to run; null where they take out nothing. */
  readonly current: () => Redactor | null;
}

const ID = NO_REDACTION.id;

/**
 * Opens the settings on what the ledger holds.
 * @param hash keyed hash in at least 32 hex digits
 */
export function createRedactionSettings(
  ledger: Ledger,
  hash: (text: string) => string,
): RedactionSettings {
  const get = (): Versioned<RedactionRules> => {
    const record = ledger.get('redaction', ID);
    if (!record) return { document: NO_REDACTION, version: 0 };
    return { document: redactionRules.parse(record.document), version: record.version };
  };
  let redactor = createRedactor(get().document, hash);
  return {
    get,
    async put(input, actor, expectedVersion) {
      const document = parseDocument(ID, input, {
        schema: redactionRules,
        noun: 'a set of redaction rules',
        defaults: NO_REDACTION,
      });
      const [record] = await ledger.append([
        {
          kind: 'redaction',
          id: ID,
          document,
          actor,
          reason: '',
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        },
      ]);
      // Whatever was written last: another write may have come in between.
      redactor = createRedactor(get().document, hash);
      return { document, version: record?.version ?? 0 };
    },
    current: () => redactor,
  };
}
