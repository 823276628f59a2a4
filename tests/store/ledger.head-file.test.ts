import { beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../../core/canonical-json.ts';
import { createHmac } from 'node:crypto';
import { storeRows } from '../../store/ledger/stored-row.ts';
import { GENESIS_HASH } from '../../store/ledger/record.ts';
import { KEY, change, useLedgerWorld } from './ledger-world.ts';

const world = useLedgerWorld();
beforeEach(() => world.empty());

async function writeThree(): Promise<void> {
  const ledger = await world.open();
  for (const id of ['a', 'b']) await ledger.append([change(id, {})]);
  await ledger.append([change('c', {}), change('d', {})]);
}
const check = async () => (await world.open()).lastCheck();
const lines = async () => (await world.readHead()).split('\n').slice(0, -1);
const keep = async (count: number) =>
  world.writeHead(`${(await lines()).slice(0, count).join('\n')}\n`);

test('a kill between the database and the file leaves nothing to complain about: the file catches up', async () => {
  await writeThree();
  const whole = await world.readHead();
  // The whole act, a part of it, and half a line.
  for (const lost of [2, 1, 0.5]) {
    await world.cutHead(Math.round((whole.length / 4) * lost));
    expect(await check()).toMatchObject({ problem: null, headFileProblem: null });
    expect(await world.readHead()).toBe(whole);
  }
});

test('a file that was cut by more than one act is told, also after further records', async () => {
  await writeThree();
  await keep(1);
  expect((await check()).headFileProblem).toContain('ends with the record 1');
  await (await world.open()).append([change('e', {})]);
  expect(await check()).toMatchObject({
    problem: null,
    headFileProblem: 'lacks the records 2 to 4: it was cut or removed',
  });
});

test('a file that was removed is told, also after further records', async () => {
  await writeThree();
  await world.removeHead();
  expect((await check()).headFileProblem).toContain('is missing or empty');
  await (await world.open()).append([change('e', {})]);
  expect((await check()).headFileProblem).toContain('lacks the records 1 to 4');
});

test('a changed line of the file is told, and is believed nothing', async () => {
  await writeThree();
  const [first, second = '', ...rest] = await lines();
  const changed = second.replace(/ ./, (start) => (start === ' 0' ? ' 1' : ' 0'));
  await world.writeHead(`${[first, changed, ...rest].join('\n')}\n`);
  expect(await check()).toMatchObject({ problem: null, headFileProblem: 'was changed in line 2' });
});

test('a line that was taken out of the middle of the file is told', async () => {
  await writeThree();
  const [first, , third, fourth] = await lines();
  await world.writeHead(`${[first, third, fourth].join('\n')}\n`);
  expect((await check()).headFileProblem).toBe('was changed in line 2');
});

/** A record as it was hashed before there was a head file. */
function firstFormula(sequence: number, previousHash: string) {
  const row = { sequence, atMs: sequence, kind: 'workload', id: 'old', version: sequence };
  const rest = { ...row, actor: 'system', action: 'update', reason: '', previousHash };
  const document = { n: sequence };
  const hash = createHmac('sha256', KEY)
    .update(canonicalJson({ ...rest, document }))
    .digest('hex');
  return { ...rest, text: canonicalJson(document), hash };
}

test('records from before there was a file hold, are taken into it, and are watched from then on', async () => {
  const first = firstFormula(1, GENESIS_HASH);
  const second = firstFormula(2, first.hash);
  await storeRows(world.database(), [first, second]);
  const ledger = await world.open();
  expect(ledger.lastCheck()).toMatchObject({ problem: null, headFileProblem: null, records: 2 });
  expect(await lines()).toHaveLength(2);
  await ledger.append([change('new', {})]);
  await expect(ledger.redact(1, { actor: 'person:a', reason: 'r' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await world.alter('DELETE WHERE sequence >= 2');
  expect((await check()).problem).toMatchObject({ sequence: 2 });
});
