import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeChange, type DocumentChange } from '../../core/describe-change.ts';

/** Documents as JSON holds them. */
const anyDocument = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

/** Carries changes out, so that what was told can be held against what happened. */
function apply(document: unknown, changes: readonly DocumentChange[]): unknown {
  const copy = structuredClone(document) as Record<string, unknown>;
  // From the back, so that what is taken off a list moves nothing that comes after.
  for (const change of changes.toReversed()) {
    const { path } = change;
    let place = copy;
    for (const name of path.slice(0, -1)) place = place[name] as Record<string, unknown>;
    const last = path.at(-1) ?? '';
    if ('after' in change) place[last] = change.after;
    else if (Array.isArray(place)) place.splice(Number(last), 1);
    else delete place[last];
  }
  return copy;
}

test('the changes of any two documents turn the one into the other', () => {
  fc.assert(
    fc.property(anyDocument, anyDocument, (before, after) => {
      expect(apply(before, describeChange(before, after))).toEqual(after);
    }),
    { numRuns: 500 },
  );
});

test('a document does not differ from itself, whatever the order of its members', () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const turned = Object.fromEntries(Object.entries(document).toReversed());
      expect(describeChange(document, turned)).toEqual([]);
    }),
  );
});

test('each place is told where the difference lies, no deeper and no higher', () => {
  const before = {
    title: 'Copilot',
    owners: { business: 'a@x.org', risk: 'r@x.org' },
    scopes: ['read'],
    table: [{ verdict: 'stop' }, { verdict: 'hold' }],
    gone: null,
  };
  const after = {
    title: 'Copilot',
    owners: { business: 'b@x.org', risk: 'r@x.org', cost: 'c@x.org' },
    scopes: ['read', 'write'],
    table: [{ verdict: 'stop' }, { verdict: 'scale' }, { verdict: 'hold' }],
  };
  expect(describeChange(before, after)).toEqual([
    { path: ['owners', 'business'], before: 'a@x.org', after: 'b@x.org' },
    { path: ['owners', 'cost'], after: 'c@x.org' },
    { path: ['scopes'], before: ['read'], after: ['read', 'write'] },
    { path: ['table', '1', 'verdict'], before: 'hold', after: 'scale' },
    { path: ['table', '2'], after: { verdict: 'hold' } },
    { path: ['gone'], before: null },
  ]);
});

test('a first document is all new, a deleted one all gone', () => {
  expect(describeChange(null, { a: 1, b: {} })).toEqual([
    { path: ['a'], after: 1 },
    { path: ['b'], after: {} },
  ]);
  expect(describeChange({ a: 1 }, null)).toEqual([{ path: ['a'], before: 1 }]);
});

test('a member named like one of every object is a member like others', () => {
  const before = JSON.parse('{"constructor": 1}') as unknown;
  expect(describeChange(before, { toString: 2 })).toEqual([
    { path: ['toString'], after: 2 },
    { path: ['constructor'], before: 1 },
  ]);
});
