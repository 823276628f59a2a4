import { beforeEach, expect, test } from 'vitest';
import { isRedacted } from '../../store/ledger/redaction.ts';
import { readRows } from '../../store/ledger/stored-row.ts';
import { change, useLedgerWorld } from './ledger-world.ts';

const world = useLedgerWorld();
beforeEach(() => world.empty());

const ACT = { actor: 'person:officer', reason: 'asked to be forgotten' };
const NAME = 'jane.doe@example.org';

async function writeTwice() {
  const ledger = await world.open();
  await ledger.append([change('a', { owner: NAME })]);
  await ledger.append([change('a', { owner: 'nobody' })]);
  return ledger;
}
const tableText = async () => JSON.stringify(await readRows(world.database()));

test('a redacted document is gone from table and memory, the chain holds, and who and why is on record', async () => {
  const ledger = await writeTwice();
  const written = await ledger.redact(1, ACT);
  expect(written).toMatchObject({ kind: 'record', id: '1', ...ACT });
  for (const one of [ledger, await world.open()]) {
    expect(await one.verify()).toMatchObject({ problem: null, headFileProblem: null, records: 3 });
    expect(one.records().map((record) => isRedacted(record))).toEqual([true, false, false]);
    expect(JSON.stringify(one.records())).not.toContain(NAME);
    expect(one.history('workload', 'a').map(isRedacted)).toEqual([true, false]);
  }
  expect(await tableText()).not.toContain(NAME);
});

test('a kill between the record of a redaction and its effect is made up for at the next start', async () => {
  const ledger = await writeTwice();
  const before = (await readRows(world.database()))[0]?.text;
  await ledger.redact(1, ACT);
  await world.alter(`UPDATE document = '${before}' WHERE sequence = 1`);
  const restarted = await world.open();
  expect(await tableText()).not.toContain(NAME);
  expect(restarted.records().map(isRedacted)).toEqual([true, false, false]);
  expect((await restarted.verify()).problem).toBeNull();
});

test('what is current, has to stay, is redacted already or is not there is refused, and nothing is recorded', async () => {
  const ledger = await writeTwice();
  await ledger.redact(1, ACT);
  await ledger.append([{ ...change('p', {}), kind: 'policy' }]);
  await ledger.append([{ ...change('p', { n: 1 }), kind: 'policy' }]);
  const refusals = await Promise.allSettled([1, 2, 3, 4, 99].map((one) => ledger.redact(one, ACT)));
  expect(refusals.map((one) => (one.status === 'rejected' ? one.reason : null))).toMatchObject([
    { code: 'conflict', message: expect.stringContaining('already') as string },
    { code: 'conflict', message: expect.stringContaining('current') as string },
    { code: 'conflict', message: expect.stringContaining('stay whole') as string },
    { code: 'conflict', message: expect.stringContaining('stay whole') as string },
    { code: 'not_found' },
  ]);
  expect(ledger.sequence()).toBe(5);
});

test('the last document of something deleted can be redacted', async () => {
  const ledger = await writeTwice();
  await ledger.append([{ ...change('a', { owner: NAME }), deletes: true }]);
  await ledger.redact(3, ACT);
  expect((await ledger.verify()).problem).toBeNull();
  expect(ledger.get('workload', 'a')).toBeUndefined();
});

test('a document that was taken out without a record of it is named, and so is one put in its place', async () => {
  const ledger = await writeTwice();
  await ledger.redact(1, ACT);
  const mark = (await readRows(world.database()))[0]?.text ?? '';
  await world.alter('DELETE WHERE sequence = 3');
  expect((await world.open()).lastCheck().problem).toMatchObject({ sequence: 3 });
  await world.removeHead();
  expect((await world.open()).lastCheck().problem).toEqual({
    sequence: 1,
    problem: 'was redacted, and no record says by whom',
  });
  await world.alter(`UPDATE document = '${mark}' WHERE sequence = 2`);
  expect((await world.open()).lastCheck().problem).toMatchObject({ sequence: 2 });
  await world.alter(`UPDATE document = '{"owner":"x"}' WHERE sequence = 1`);
  expect((await world.open()).lastCheck().problem).toMatchObject({ sequence: 1 });
});
