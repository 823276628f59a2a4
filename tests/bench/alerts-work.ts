// One pass of many alert rules after the other, on a day of roll-ups by the minute. Prints JSON.
import { createHash } from 'node:crypto';
import type { AlertLogKind } from '../../alerts/alert-log.ts';
import { createAlertEngine } from '../../alerts/engine/alert-engine.ts';
import { describeText } from '../../alerts/episode/describe-text.ts';
import { compileRule } from '../../alerts/rule/compiled-rule.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { openAlertLog } from '../../store/alert-log.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';
import { alertRules } from './alert-rules.ts';
import { fillMinutes, workloadId } from './fill-rollups.ts';

const [folder = '', workloadCount = '', rounds = ''] = process.argv.slice(2);
const MINUTE_MS = 60_000;
const HOURS = 24;
/** Passes that only warm up what the first minutes after a start do anyway. */
const WARM_UP = 20;
const endMs = Math.floor(Date.now() / 3_600_000) * 3_600_000;
let nowMs = endMs - (Number(rounds) + WARM_UP) * MINUTE_MS;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
const workloads = Number(workloadCount);
await fillMinutes(database, { workloads, hours: HOURS, endMs });

const rules = alertRules(workloads).map((rule) => compileRule(rule, 1));
const documents = Array.from({ length: workloads }, (_, w) => workloadOnSight(workloadId(w)));
const firstSeen = new Map(documents.map(({ id }) => [id, endMs - HOURS * 3_600_000]));
let transitions = 0;
const engine = await createAlertEngine({
  database,
  log: await openAlertLog<AlertLogKind>(database, () => nowMs),
  readHistories: () => Promise.resolve(new Map()),
  rules: () => rules,
  workloads: () => documents,
  firstSeen: () => Promise.resolve(firstSeen),
  now: () => nowMs,
  elapsedMs: () => nowMs,
  settledMs: () => Promise.resolve(Infinity),
  tools: {
    alertId: (...parts) =>
      createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16),
    describe: describeText,
  },
  onChange: (changes) => (transitions += changes.length),
});

const passes: number[] = [];
for (let round = -WARM_UP; round < Number(rounds); round += 1) {
  nowMs += MINUTE_MS;
  const startedMs = performance.now();
  await engine.catchUp();
  if (round >= 0) passes.push(performance.now() - startedMs);
}
console.log(
  JSON.stringify({ passes, transitions, rules: rules.length, open: engine.open().length }),
);
await database.close();
