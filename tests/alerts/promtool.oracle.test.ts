import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateRuleCase } from '../../alerts/check/evaluate-rule-case.ts';
import { isBurnCase, type RuleCase, type ShownState } from '../../alerts/check/rule-case.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasPromtool, prometheusStates } from './promtool.ts';
import { randomRuleCases } from './random-rule-cases.ts';

const INTERVALS = [30, 60, 120, 300];
const CASES = INTERVALS.flatMap((interval) => randomRuleCases(interval, interval));
const folder = temporaryFolder('promtool');

const NEEDS = 'skipped without promtool from 2.42 on: install the Debian package prometheus';

describe.skipIf(!hasPromtool())(`states are those of Prometheus (${NEEDS})`, () => {
  let theirs: (one: RuleCase, t: number) => ShownState;
  beforeAll(async () => {
    theirs = await prometheusStates(folder, CASES);
  });

  test.each(INTERVALS)('at every step of random rules evaluated each %i s', (interval) => {
    const differences = CASES.filter((one) => one.interval === interval).flatMap((one) =>
      evaluateRuleCase(one)
        .map(({ t, state }) => ({ id: one.id, t, ours: state, theirs: theirs(one, t) }))
        .filter((found) => found.ours !== found.theirs)
        .slice(0, 1),
    );
    expect(differences).toEqual([]);
  });

  test('the cases are many, of both kinds, and go through every state', () => {
    const kinds = [CASES.filter(isBurnCase), CASES.filter((one) => !isBurnCase(one))];
    expect(CASES.length).toBeGreaterThanOrEqual(200);
    for (const cases of kinds) {
      const counts = { inactive: 0, pending: 0, firing: 0 };
      for (const one of cases) {
        for (const { t } of evaluateRuleCase(one)) counts[theirs(one, t)] += 1;
      }
      expect(Math.min(...Object.values(counts))).toBeGreaterThan(300);
    }
  });
});
