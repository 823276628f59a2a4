import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '../../core/canonical-json.ts';
import { chainChanges } from '../../store/ledger/chain-changes.ts';
import { GENESIS_HASH } from '../../store/ledger/record.ts';
import { readRows, storeRows } from '../../store/ledger/stored-row.ts';
import { KEY, change, useLedgerWorld } from './ledger-world.ts';

const world = useLedgerWorld();
beforeEach(() => world.empty());

/** Acts of one to three changes of a few documents. */
const anyActs = fc.array(
  fc.array(
    fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.record({ title: fc.string(), n: fc.integer() })),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 2, maxLength: 4 },
);
type Acts = readonly (readonly (readonly [string, object])[])[];

async function write(acts: Acts): Promise<number> {
  const ledger = await world.open();
  for (const act of acts) {
    await ledger.append(act.map(([id, document]) => change(id, document)));
  }
  expect(await ledger.verify()).toMatchObject({ problem: null, headFileProblem: null });
  return ledger.sequence();
}

/** A column and what it is set to, always something else than was there. */
const CHANGES = [
  ['document', `concat(document, ' ')`],
  ['document', `concat(substring(document, 1, length(document) - 1), ',"x":1}')`],
  ['document', `'no document'`],
  ['at', 'at + toIntervalMillisecond(1)'],
  ['kind', `'rule'`],
  ['kind', `'nothing known'`],
  ['id', `concat(id, 'x')`],
  ['version', 'version + 1'],
  ['actor', `'person:another'`],
  ['action', `if(action = 'create', 'update', 'create')`],
  ['reason', `''`],
  ['previous_hash', `lower(hex(SHA256(previous_hash)))`],
  ['hash', `lower(hex(SHA256(hash)))`],
] as const;

const COLUMNS = 'at, kind, id, version, actor, action, reason, document, previous_hash, hash';

/** Everything done to the record `at` of `last`, and the sequence that has to be named. */
const TAMPERINGS: Record<string, (at: number, last: number) => Promise<number | null>> = {
  ...Object.fromEntries(
    CHANGES.map(([column, value]) => [
      `${column} = ${value}`,
      async (at: number) => {
        await world.alter(`UPDATE ${column} = ${value} WHERE sequence = ${at}`);
        return at;
      },
    ]),
  ),
  async delete(at) {
    await world.alter(`DELETE WHERE sequence = ${at}`);
    return at;
  },
  async repeat(at) {
    await world.run(
      `INSERT INTO ledger SELECT sequence, ${COLUMNS} FROM ledger WHERE sequence = ${at}`,
    );
    return at;
  },
  async insert(at) {
    await world.run(
      `INSERT INTO ledger SELECT sequence + 1, ${COLUMNS} FROM ledger WHERE sequence = ${at}`,
    );
    return at + 1;
  },
  async 'insert before all'() {
    await world.run(`INSERT INTO ledger SELECT 0, ${COLUMNS} FROM ledger WHERE sequence = 1`);
    return 0;
  },
  async reorder(at, last) {
    if (at === last) return null;
    // The key of the table cannot be updated, so both go and come back in each other's place.
    const rows = await readRows(world.database());
    const [one, other] = [rows[at - 1], rows[at]];
    if (!one || !other) throw new Error('both are there');
    await world.alter(`DELETE WHERE sequence IN (${at}, ${at + 1})`);
    const { sequence } = one;
    await storeRows(world.database(), [
      { ...one, sequence: other.sequence },
      { ...other, sequence },
    ]);
    return at;
  },
  async 'cut the tail'(at) {
    await world.alter(`DELETE WHERE sequence >= ${at}`);
    return at;
  },
  async 'rewrite with the key of the chain'(at) {
    const rows = await readRows(world.database());
    const kept = rows.slice(0, at - 1);
    await world.alter(`DELETE WHERE sequence >= ${at}`);
    let end = { sequence: at - 1, hash: kept.at(-1)?.hash ?? GENESIS_HASH };
    for (const row of rows.slice(at - 1)) {
      const document = { rewritten: row.text };
      const [forged] = chainChanges(
        [change(row.id, document)],
        end,
        () => undefined,
        row.atMs,
        KEY,
      );
      if (!forged) throw new Error('one change makes one record');
      await storeRows(world.database(), [forged.row]);
      end = forged.row;
    }
    return at;
  },
};

test.each(Object.keys(TAMPERINGS))(
  'of any ledger the first bad record is named, by the running server and at the next start: %s',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(anyActs, fc.nat(), async (acts, choice) => {
        await world.empty();
        const last = await write(acts);
        const running = await world.open();
        const named = await TAMPERINGS[name]?.(1 + (choice % last), last);
        if (named == null) return;
        expect(await running.verify()).toMatchObject({ problem: { sequence: named } });
        const restarted = await world.open();
        expect(restarted.lastCheck()).toMatchObject({ problem: { sequence: named } });
        // Going on does not cover it up.
        await restarted.append([change('later', {})]);
        const later = (await world.open()).lastCheck();
        expect(later.problem?.sequence).toBe(named);
      }),
      { numRuns: 2 },
    );
  },
);

test('other bytes of the same document are a change', async () => {
  await write([[['a', { n: 1, title: 'x' }]]]);
  const text = canonicalJson({ n: 1, title: 'x' });
  await world.alter(`UPDATE document = '${text.replace(':1', ':1.0')}' WHERE sequence = 1`);
  expect((await world.open()).lastCheck().problem).toEqual({
    sequence: 1,
    problem: 'was changed after it was written',
  });
});

test('a table that was emptied lacks its first record', async () => {
  await write([[['a', {}]], [['b', {}]]]);
  await world.database().command('tamper', 'TRUNCATE TABLE ledger');
  expect((await world.open()).lastCheck()).toMatchObject({ records: 0, problem: { sequence: 1 } });
});

test('a valid record that another than the running server wrote is named by it', async () => {
  const last = await write([[['a', {}]]]);
  const running = await world.open();
  const end = running.at(last);
  if (!end) throw new Error('the record is there');
  const [forged] = chainChanges([change('b', {})], end, () => undefined, end.atMs, KEY);
  if (!forged) throw new Error('one change makes one record');
  await storeRows(world.database(), [forged.row]);
  expect(await running.verify()).toMatchObject({
    problem: { sequence: last + 1, problem: 'was not written by this server' },
  });
});
