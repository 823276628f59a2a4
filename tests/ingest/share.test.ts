import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BellwetherError } from '../../core/errors.ts';
import type { Ingest } from '../../ingest/ingest.ts';
import { namedWorkload, workloadsOfItems } from '../../ingest/named-workload.ts';
import { parseBody } from '../../ingest/parse-body.ts';
import { createOwnerOf } from '../../ingest/share/owner-of.ts';
import { shareIngest, type Peer } from '../../ingest/share/share-ingest.ts';
import { open, run, send, temporaryFolder } from './support.ts';

const PROCESSES = ['http://a', 'http://b', 'http://c'];
const NAMES = Array.from({ length: 3000 }, (_, i) => `workload-${i}`);

test('all processes name one owner, and each owns about its share', () => {
  const ownerOf = createOwnerOf(PROCESSES);
  const other = createOwnerOf(PROCESSES.toReversed());
  const owners = NAMES.map(ownerOf);
  expect(NAMES.map(other)).toEqual(owners);
  for (const one of PROCESSES) {
    const share = owners.filter((owner) => owner === one).length;
    expect(share).toBeGreaterThan(880);
    expect(share).toBeLessThan(1120);
  }
});

test('a process that is added takes its share, and nothing moves between the others', () => {
  const before = createOwnerOf(PROCESSES);
  const after = createOwnerOf([...PROCESSES, 'http://d']);
  for (const name of NAMES) expect([before(name), 'http://d']).toContain(after(name));
});

const slug = fc.constantFrom('w', 'support', 'W!', '', 'a-b-c');
const text = fc.oneof(fc.string(), fc.constant('"workload":"fake"'), fc.constant('\\u0041'));
const event = fc.record(
  {
    workload: fc.oneof(slug, fc.integer(), fc.constant(null)),
    attributes: fc.dictionary(fc.constantFrom('workload', 'other'), fc.oneof(slug, text)),
    error: text,
  },
  { requiredKeys: [] },
);
const line = fc.oneof(
  event.map((value) => JSON.stringify(value)),
  event.map((value) => JSON.stringify(value, null, 1).replaceAll('\n', ' ')),
  event.map((value) => JSON.stringify(value).replace('workload', 'workl\\u006fad')),
  fc.constant('{"workload":"w","workload":"support"}'),
);

test('the workload of a line is the one that parsing it gives, however it is written', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      const body = parseBody(Buffer.from(lines.join('\n')), 'application/x-ndjson', 100);
      const parsed = lines.map((_, index) => namedWorkload(body.item(index)));
      expect(workloadsOfItems(body)).toEqual(parsed);
    }),
    { numRuns: 2000 },
  );
});

/** Two processes: `mine` is owned by the first, everything else by the second. */
async function openTwo() {
  const first = await open(await temporaryFolder());
  const second = await open(await temporaryFolder());
  let isAway = false;
  const reach = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (isAway) throw new BellwetherError('unavailable', 'away');
    return ask();
  };
  const peer: Peer = {
    accept: (part) =>
      reach(() => second.ingest.accept({ ...part, contentEncoding: '', allowedWorkloads: null })),
    acceptOtlp: (telemetry) => reach(() => second.ingest.acceptOtlp(telemetry)),
    replay: (request) => reach(() => second.ingest.replay(request)),
    flush: () => reach(() => second.ingest.flush()),
    forgetTraces: () => reach(() => second.ingest.forgetTraces(async () => undefined)),
  };
  const shared: Ingest = shareIngest({
    local: first.ingest,
    peers: [peer],
    ownerOf: (workload) => (workload === 'mine' ? null : peer),
    peerStatuses: () => [second.ingest.status()],
  });
  const accepted = () => [first.ingest.status().accepted, second.ingest.status().accepted];
  return { shared, accepted, leave: () => (isAway = true), comeBack: () => (isAway = false) };
}

test('each part goes to its owner, and the answer counts places as the sender does', async () => {
  const { shared, accepted } = await openTwo();
  const events = [
    run('1', { workload: 'mine' }),
    { kind: 'walk', workload: 'yours' },
    run('1', { workload: 'yours' }),
    { kind: 'walk', workload: 'mine' },
    { nothing: 1 },
    run('2', { workload: 'yours' }),
  ];
  const answer = await send(shared, events);
  expect(answer).toMatchObject({ accepted: 3, duplicates: 0 });
  expect(answer.rejected.map(({ index }) => index)).toEqual([1, 3, 4]);
  expect(accepted()).toEqual([1, 2]);
  expect(shared.status()).toMatchObject({ accepted: 3, rejected: 3 });
  expect(await send(shared, events)).toMatchObject({ accepted: 0, duplicates: 3 });
});

test('where an owner is away nothing is taken here, and the next try counts each event once', async () => {
  const { shared, accepted, leave, comeBack } = await openTwo();
  const events = [run('1', { workload: 'mine' }), run('1', { workload: 'yours' })];
  leave();
  await expect(send(shared, events)).rejects.toMatchObject({ code: 'unavailable' });
  expect(accepted()).toEqual([0, 0]);
  expect(await send(shared, [run('2', { workload: 'mine' })])).toMatchObject({ accepted: 1 });
  comeBack();
  expect(await send(shared, events)).toMatchObject({ accepted: 2, duplicates: 0 });
});

test('a line that is no JSON is told by its place, whoever else is in the request', async () => {
  const { shared } = await openTwo();
  const lines = [
    'no json – at all',
    JSON.stringify(run('1', { workload: 'yours' })),
    JSON.stringify(run('1', { workload: 'mine' })),
  ].join('\n');
  const answer = await send(shared, lines, { contentType: 'application/x-ndjson' });
  expect(answer).toMatchObject({ accepted: 2, rejected: [{ index: 0 }] });
});

test('a key that is bound to a workload takes nothing of a request that holds another’s', async () => {
  const { shared, accepted } = await openTwo();
  const events = [run('1', { workload: 'mine' }), run('1', { workload: 'yours' })];
  const bound = send(shared, events, { allowedWorkloads: new Set(['mine']) });
  await expect(bound).rejects.toMatchObject({
    code: 'forbidden',
    errors: [{ path: '1.workload' }],
  });
  expect(accepted()).toEqual([0, 0]);
});
