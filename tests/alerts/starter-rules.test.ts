import { describe, expect, test } from 'vitest';
import { compileRule } from '../../alerts/rule/compiled-rule.ts';
import { findRuleFaults } from '../../alerts/rule/find-rule-faults.ts';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { createRuleRegistry } from '../../alerts/registry/rules.ts';
import { STARTER_RULES, addStarterRules } from '../../alerts/registry/starter-rules.ts';
import { openLedger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const database = useDatabase();
const open = () => openLedger(database(), Buffer.alloc(32, 1), Date.now);
const IDS = STARTER_RULES.map(({ id }) => id).toSorted();

describe('the starter rules', () => {
  test.each(STARTER_RULES.map((rule) => [rule.id, rule] as const))(
    '%s can be evaluated',
    (_, rule) => {
      const document = ruleDocument.parse(rule);
      expect(findRuleFaults(document)).toEqual([]);
      expect(compileRule(document, 1).conditions.length).toBeGreaterThan(0);
      expect(document.select.workloads).toEqual(['*']);
      for (const text of [document.title, document.summary, document.description]) {
        expect(text).not.toBe('');
      }
    },
  );

  test('are written once: what people deleted or changed stays so, after a restart too', async () => {
    const first = await open();
    await addStarterRules(first);
    const rules = createRuleRegistry(first);
    expect(rules.list().map(({ document }) => document.id)).toEqual(IDS);
    expect(first.history('rule', 'hallucinations')).toMatchObject([
      { actor: 'system', reason: 'built in', version: 1 },
    ]);
    await rules.remove('hallucinations', 'person:ada');
    const told = rules.get('tool-calls-fail')!.document;
    await rules.put('tool-calls-fail', { ...told, severity: 'info' }, 'person:ada');

    const second = await open();
    await addStarterRules(second);
    const kept = createRuleRegistry(second);
    expect(kept.get('hallucinations')).toBeNull();
    expect(kept.get('tool-calls-fail')).toMatchObject({
      version: 2,
      document: { severity: 'info' },
    });

    for (const { document } of kept.list()) await kept.remove(document.id, 'person:ada');
    const third = await open();
    await addStarterRules(third);
    expect(createRuleRegistry(third).list()).toEqual([]);
  });
});
