import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from '../../core/read-yaml.ts';
import { DEFAULT_POLICY } from '../../decisions/policy/default-policy.ts';
import { policySchema } from '../../decisions/policy/policy-schema.ts';
import { policyDocument } from '../../decisions/policy/policy.ts';
import { SIGNALS } from '../../signals/catalogue.ts';
import { faultsOf } from './resolve-with.ts';

const file = new URL('../../docs/policy.schema.json', import.meta.url);
/** Read back into the checks that it describes. */
const published = z.fromJSONSchema(policySchema() as Parameters<typeof z.fromJSONSchema>[0]);

it('the file in docs is the schema that the server answers; scripts/write-policy-schema.ts writes it', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(policySchema());
});

it('the schema takes what the server takes', () => {
  const documents = [
    { id: 'p' },
    DEFAULT_POLICY,
    {
      id: 'p',
      signals: { drift: { role: 'advisory', limit: 0.2, reference: { release: 'r1' } } },
      risk_classes: { regulated: { dwell: { scale: '14d' } } },
      overrides: { pilot: { reason: 'A pilot.', signals: { roi: { role: 'advisory' } } } },
    },
  ];
  for (const document of documents) {
    expect([policyDocument, published].map((one) => one.safeParse(document).success)).toEqual([
      true,
      true,
    ]);
  }
});

it.each([
  ['without an id', {}],
  ['with a field nobody knows', { id: 'p', limits: {} }],
  ['with a risk class nobody knows', { id: 'p', risk_classes: { public: {} } }],
  ['with an exception without a reason', { id: 'p', overrides: { w: { signals: {} } } }],
  ['with a duration that is none', { id: 'p', recent: '7 days' }],
  ['with a verdict that is none', { id: 'p', table: [{ verdict: 'go' }] }],
])('the schema refuses, as the server does, a policy %s', (_, document) => {
  expect([policyDocument, published].map((one) => one.safeParse(document).success)).toEqual([
    false,
    false,
  ]);
});

it("it knows the signals' names, so that an editor can offer them", () => {
  const { properties } = policySchema() as {
    properties: { signals: { propertyNames: { enum: string[] } } };
  };
  expect(properties.signals.propertyNames.enum).toEqual(SIGNALS.map(({ id }) => id));
});

it('the example in docs/policies.md is a policy that can decide', () => {
  const page = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const document = policyDocument.parse(readYaml(example));
  expect(published.safeParse(document).success).toBe(true);
  expect(faultsOf(document)).toEqual([]);
});
