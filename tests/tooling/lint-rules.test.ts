import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LINT_CASES } from './lint-cases.ts';
import { lintTree, type Complaints } from './lint-tree.ts';

const ruleSettings = z.record(z.string(), z.union([z.string(), z.array(z.unknown())]));
const configuration = z
  .object({ rules: ruleSettings, overrides: z.array(z.object({ rules: ruleSettings })) })
  .parse(JSON.parse(readFileSync(new URL('../../.oxlintrc.json', import.meta.url), 'utf8')));

const configuredRules = [configuration, ...configuration.overrides]
  .flatMap(({ rules }) => Object.entries(rules))
  .filter(([, setting]) => setting !== 'off')
  .map(([name]) => name);

const ruleName = (rule: string): string => rule.split('/').at(-1) ?? rule;

describe('each rule', () => {
  let broken: Complaints;
  let held: Complaints;

  beforeAll(async () => {
    broken = await lintTree(Object.fromEntries(LINT_CASES.map((c) => [c.path, c.breaks])));
    held = await lintTree(
      Object.fromEntries(LINT_CASES.map((c) => [c.holdsAt ?? c.path, c.holds])),
    );
  });

  it('has a case here', () => {
    expect([...new Set(configuredRules)].sort()).toEqual(LINT_CASES.map(({ rule }) => rule).sort());
  });

  it.each(LINT_CASES)('$rule fires on what it forbids', ({ rule, path }) => {
    expect([...(broken.get(path) ?? [])]).toContain(ruleName(rule));
  });

  it('is silent on clean files', () => {
    expect(Object.fromEntries(held)).toEqual({});
  });
});
