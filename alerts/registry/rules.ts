import { BellwetherError } from '../../core/errors.ts';
import { parseDocument, type Versioned } from '../../core/parse-document.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { compileRule, type CompiledRule } from '../rule/compiled-rule.ts';
import { findRuleFaults } from '../rule/find-rule-faults.ts';
import { ruleDocument, type RuleDocument } from '../rule/rule.ts';

/** The alert rules and all their versions. */
export interface RuleRegistry {
  get(id: string): Versioned<RuleDocument> | null;
  list(): Versioned<RuleDocument>[];
  /** Rules as they are now, ready to be evaluated. */
  compiled(): readonly CompiledRule[];
  /** A document as {@link RuleRegistry.put} would take it, without writing it; throws as that does. */
  draft(id: string, input: unknown): RuleDocument;
  /**
   * Writes a whole document as a new version.
   * @throws BellwetherError `invalid` with every problem, `stale_version` on an outdated version
   */
  put(
    id: string,
    input: unknown,
    actor: string,
    expectedVersion?: number,
  ): Promise<Versioned<RuleDocument>>;
  /** @throws BellwetherError `not_found`, `stale_version` on an outdated version */
  remove(id: string, actor: string, expectedVersion?: number): Promise<void>;
}

/** Opens the registry on what the ledger holds. */
export function createRuleRegistry(ledger: Ledger): RuleRegistry {
  const list = (): Versioned<RuleDocument>[] =>
    ledger.list('rule').map(({ document, version }) => ({
      document: ruleDocument.parse(document),
      version,
    }));
  const compile = (): readonly CompiledRule[] =>
    list()
      .toSorted((a, b) => (a.document.id < b.document.id ? -1 : 1))
      .map(({ document, version }) => compileRule(document, version));
  let compiled = compile();
  const get = (id: string): Versioned<RuleDocument> | null => {
    const record = ledger.get('rule', id);
    if (!record) return null;
    return { document: ruleDocument.parse(record.document), version: record.version };
  };
  const draft = (id: string, input: unknown): RuleDocument =>
    parseDocument(id, input, {
      schema: ruleDocument,
      noun: 'a rule',
      defaults: {},
      findFaults: findRuleFaults,
    });
  return {
    get,
    list,
    compiled: () => compiled,
    draft,
    async put(id, input, actor, expectedVersion) {
      const document = draft(id, input);
      const expected = expectedVersion === undefined ? {} : { expectedVersion };
      const change = { kind: 'rule', id, document, actor, reason: '', ...expected } as const;
      const [record] = await ledger.append([change]);
      compiled = compile();
      return { document, version: record?.version ?? 0 };
    },
    async remove(id, actor, expectedVersion) {
      const found = get(id);
      if (!found) throw new BellwetherError('not_found', `there is no rule ${id}`);
      const expected = { expectedVersion: expectedVersion ?? found.version };
      const { document } = found;
      await ledger.append([
        { kind: 'rule', id, document, actor, reason: '', deletes: true, ...expected },
      ]);
      compiled = compile();
    },
  };
}
