import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { NO_RESPONSE, type Episode } from '../../alerts/episode/episode.ts';
import { createRuleRegistry, type RuleRegistry } from '../../alerts/registry/rules.ts';
import { createModeRegistry } from '../../decisions/registry/modes.ts';
import { createWorkloadRegistry } from '../../decisions/registry/workloads.ts';
import { modeEventsSince } from '../../server/mode-events.ts';
import { createModeKeeper } from '../../server/mode-keeper.ts';
import { openLedger, type Ledger } from '../../store/ledger/ledger.ts';
import { useDatabase } from '../support/database.ts';

const AT_MS = Date.parse('2026-11-20T12:00:00Z');
const database = useDatabase();
let nowMs = AT_MS;
const now = () => nowMs;
let ledger: Ledger;
let rules: RuleRegistry;
let open: Episode[] = [];
let ended: Episode[] = [];

const episode = (rule: string, number: number, version: number): Episode => ({
  alert: `of-${rule}`,
  number,
  rule,
  ruleVersion: version,
  title: 'Errors',
  workload: 'shop',
  cut: null,
  value: null,
  labels: {},
  severity: 'page',
  blocksScale: false,
  summary: 'errors at 80 %',
  description: '',
  runbookUrl: null,
  owner: null,
  activeMs: AT_MS - 1000,
  firedMs: AT_MS - 1000,
  recoveringMs: null,
  resolvedMs: null,
  reason: null,
  firedValue: 0.8,
  lastValue: 0.8,
  threshold: 0.5,
  flappingSinceMs: null,
  response: NO_RESPONSE,
});
const over = (one: Episode): Episode => ({ ...one, resolvedMs: AT_MS, reason: 'cleared' });

/** What a start makes of the same ledger: nothing else is kept. */
function start() {
  const modes = createModeRegistry({ ledger, now, randomId: randomUUID });
  const engine = { open: () => open, ended: () => ended };
  const alerting = { rules, engine } as Parameters<typeof createModeKeeper>[0]['alerting'];
  const keep = createModeKeeper({ modes, ledger, alerting, now });
  const holds = () => modes.get('shop')?.document.holds.map(({ alert }) => alert);
  return { keep, holds, modes };
}

beforeAll(async () => {
  ledger = await openLedger(database(), Buffer.alloc(32), now);
  await createWorkloadRegistry(ledger, () => true, now).registerOnSight(['shop']);
  rules = createRuleRegistry(ledger);
  const when = { signal: 'error_rate', op: '>', threshold: 0.5 };
  const put = (id: string, action: object | null) =>
    rules.put(id, { title: id, when, action }, 'person:operator');
  await put('pauses', { pause: true });
  await put('asks', { mode: 'review', back: 'by_person' });
  await put('plain', null);
});

it('holds and lets go exactly once, however often the process is killed between', async () => {
  open = [episode('pauses', 1, 1), episode('plain', 1, 1)];
  for (let round = 0; round < 3; round += 1) {
    const { keep, holds } = start();
    await Promise.all([keep(), keep()]);
    expect(holds()).toEqual(['of-pauses-1']);
  }
  [open, ended] = [[], [over(episode('pauses', 1, 1))]];
  for (let round = 0; round < 3; round += 1) {
    const { keep, holds } = start();
    await keep();
    expect(holds()).toEqual([]);
  }
  expect(start().modes.history('shop')).toHaveLength(2);
});

it('holds for an alert that came and went while nobody ran, where a person has to look', async () => {
  ended = [over(episode('asks', 1, 1))];
  const { keep, holds, modes } = start();
  await keep();
  expect(holds()).toEqual(['of-asks-1']);
  const lift = { lift: 'alert-of-asks-1', reason: 'looked at' };
  await modes.change('shop', lift, { actor: 'person:operator', mayRaise: false });
  const after = start();
  await after.keep();
  expect(after.holds()).toEqual([]);
});

it('an action that was added after an alert ended holds nothing after the fact', async () => {
  ended = [over(episode('plain', 1, 1))];
  const when = { signal: 'error_rate', op: '>', threshold: 0.5 };
  await rules.put(
    'plain',
    { title: 'x', when, action: { mode: 'off', back: 'by_person' } },
    'person:operator',
  );
  const { keep, holds } = start();
  await keep();
  expect(holds()).toEqual([]);
});

it('a decision becomes the base once, however often it is carried out', async () => {
  const { modes } = start();
  const next = { mode: 'limited', percent: 25 } as const;
  for (let round = 0; round < 2; round += 1) {
    await modes.applyDecision('shop', next, 'd-1', 'person:operator');
  }
  const changes = modes.history('shop').filter(({ document }) => document.base.decision === 'd-1');
  expect(changes).toHaveLength(1);
  expect(modes.get('shop')).toMatchObject({ effective: { mode: 'limited', percent: 25 } });
  expect(modes.decisionChange('shop', next, 'd-1', 'person:operator')).toBeNull();
});

const toldSince = (since: number) =>
  modeEventsSince({ ledger, modes: start().modes }, since).map(({ type, data }) => ({
    type: type.split('.').at(-1),
    ...(data as { mode: string; previous?: { mode: string } }),
  }));

it('a hold that ends by its time ends on record, once, and is told', async () => {
  [open, ended] = [[], []];
  const { modes } = start();
  const until = new Date(AT_MS + 60_000).toISOString();
  const hold = { hold: { mode: 'off', until }, reason: 'for a minute' } as const;
  await modes.change('shop', hold, { actor: 'person:operator', mayRaise: false });
  const since = ledger.sequence();
  await start().keep();
  expect(ledger.sequence()).toBe(since);
  nowMs += 60_001;
  for (let round = 0; round < 2; round += 1) await start().keep();
  expect(modes.history('shop')[0]).toMatchObject({
    actor: 'system',
    reason: 'the time of a hold is over',
    document: { holds: [] },
  });
  expect(toldSince(since)).toMatchObject([
    { type: 'changed', mode: 'limited', previous: { mode: 'off' } },
  ]);
});

it('a mode that only the stage changes is told', async () => {
  const since = ledger.sequence();
  const workloads = createWorkloadRegistry(ledger, () => true, now);
  const { document } = workloads.get('shop')!;
  await workloads.put('shop', { ...document, stage: 'retired' }, 'person:operator');
  expect(toldSince(since)).toMatchObject([
    { type: 'changed', mode: 'off', previous: { mode: 'limited' } },
  ]);
  await workloads.put('shop', { ...document, stage: 'retired', purpose: 'x' }, 'person:operator');
  expect(toldSince(since)).toHaveLength(1);
});
