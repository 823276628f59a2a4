// Evaluates and tells in a folder of its own, and ends like a crash at the step it is told.
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { AlertLog, AlertLogKind } from '../../alerts/alert-log.ts';
import { createSender, sendThrough } from '../../alerts/deliver/create-sender.ts';
import { SEND_TIMEOUT_MS } from '../../alerts/deliver/delivery-lane.ts';
import { createGuardedPost } from '../../alerts/deliver/guarded-post.ts';
import { createNotifier } from '../../alerts/deliver/notifier.ts';
import { openOutbox } from '../../alerts/deliver/outbox.ts';
import { parseAllowList } from '../../alerts/deliver/refuse-address.ts';
import { createAlertEngine } from '../../alerts/engine/alert-engine.ts';
import { describeText } from '../../alerts/episode/describe-text.ts';
import { compilePeople } from '../../alerts/people/people.ts';
import { receiverDocument } from '../../alerts/people/receiver.ts';
import { routesDocument } from '../../alerts/people/route-document.ts';
import { tellEpisodes } from '../../alerts/people/tell-episode.ts';
import { compileRule } from '../../alerts/rule/compiled-rule.ts';
import { ruleDocument } from '../../alerts/rule/rule.ts';
import { workloadOnSight } from '../../core/workload.ts';
import { openAlertLog } from '../../store/alert-log.ts';
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';

const [folder = '', url = '', killAt = ''] = process.argv.slice(2);
const MINUTE_MS = 60_000;
const START = Date.UTC(2026, 0, 1);
/** Minutes in which half of the runs fail; before and after, none does. */
const BAD = [2, 3];
const MINUTES = 7;

const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
if (killAt === 'template') {
  for (let minute = 0; minute < MINUTES; minute += 1) {
    await database.insertRows('test', 'rollup_by_minute', [
      {
        workload: 'shop',
        stage: 'production',
        at: (START + minute * MINUTE_MS) / 1000,
        runs: 10,
        runs_with_status: 10,
        errors: BAD.includes(minute) ? 5 : 0,
      },
    ]);
  }
  await database.close();
  process.exit(0);
}

let nowMs = START;
const seen = new Map<string, number>();
/** Ends here, if this is the step: `name` and how often it has come up. */
function step(name: string): void {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  if (`${name} ${count}` === killAt) process.kill(process.pid, 'SIGKILL');
}

const real = await openAlertLog<AlertLogKind>(database, () => nowMs);
const log: AlertLog = {
  load: (kind) => real.load(kind),
  async append(entries) {
    const kind = entries.some((one) => one.kind === 'cursor')
      ? 'evaluation'
      : entries.some((one) => one.kind === 'group')
        ? 'plan'
        : 'mark';
    const isQuiet = kind === 'evaluation' && entries.length === 1;
    if (!isQuiet) step(`before the ${kind} is kept`);
    await real.append(entries);
    if (!isQuiet) step(`after the ${kind} is kept`);
  },
};
const rule = ruleDocument.parse({
  id: 'errors',
  title: 'Errors',
  when: { signal: 'error_rate', op: '>', threshold: 0.2, window: '1m' },
});
const rules = [compileRule(rule, 1)];
const workloads = [workloadOnSight('shop')];
const firstSeen = new Map([['shop', START - MINUTE_MS]]);
const engine = await createAlertEngine({
  database,
  log,
  readHistories: () => Promise.resolve(new Map()),
  rules: () => rules,
  workloads: () => workloads,
  firstSeen: () => Promise.resolve(firstSeen),
  now: () => nowMs,
  elapsedMs: () => nowMs,
  settledMs: () => Promise.resolve(Infinity),
  tools: {
    alertId: (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    describe: describeText,
  },
  onChange: () => undefined,
});

const secret = 'a-secret-of-the-webhook';
const receiver = receiverDocument.parse({ id: 'hook', type: 'webhook', url, secret });
const { routes, inhibit } = routesDocument.parse({
  id: 'routes',
  routes: [{ receiver: 'hook', group_wait: '0s', group_interval: '1s' }],
});
const people = compilePeople({ routes, inhibit }, [], [receiver]);
const sender = createSender({
  post: createGuardedPost({
    httpRequest: request,
    httpsRequest: request,
    lookup: (host) => Promise.resolve([host]),
    allowed: parseAllowList('127.0.0.1'),
  }),
  sendMail: () => Promise.reject(new Error('nobody is mailed')),
  now: () => nowMs,
  linkOf: () => null,
});
const send = sendThrough(sender, () => receiver);
const outbox = await openOutbox({
  log,
  async send(delivery, signal) {
    step('before it is sent');
    const outcome = await send(delivery, signal);
    step('after it is sent');
    return outcome;
  },
  limitOf: () => 1000,
  isReceiver: () => true,
  now: () => nowMs,
  random: () => 0,
  startTimer: (run, ms) => {
    // Waiting for the next attempt is cut short, the patience with one that is under way is not.
    const timer = setTimeout(run, ms >= SEND_TIMEOUT_MS ? ms : Math.min(ms, 20));
    return () => clearTimeout(timer);
  },
});
const notifier = await createNotifier({
  log,
  outbox,
  sender,
  alerts: (atMs) => tellEpisodes(engine.open(), engine.ended(), atMs),
  people: () => people,
  receivers: () => [],
  now: () => nowMs,
});

for (let minute = 1; minute <= MINUTES; minute += 1) {
  nowMs = START + (minute + 1) * MINUTE_MS + 1;
  await engine.catchUp();
  await notifier.plan();
  // Time passes, so that what could not be sent on a busy machine is tried again.
  for (; outbox.status('hook').waiting > 0; nowMs += 50) {
    await new Promise((done) => setTimeout(done, 5));
  }
}
await outbox.stop();
await database.close();
console.log('done');
