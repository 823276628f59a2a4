import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS, floorTo } from '../../core/time.ts';
import { buildIfStale } from '../../scripts/build-if-stale.mjs';
import { openDatabase } from '../../store/open-database.ts';
import { carryOut } from './carry-out.ts';
import { awaitDesignEffects, forgetDesignEffects } from './design-effects.ts';
import { startInstallation, type Installation } from './installation.ts';
import { faultCounts, judge, type ChaosRun } from './judge.ts';
import { describeMemory, residentMb, type MemorySample } from './memory.ts';
import { readAlerts, readCounts, readTraces, readVerdicts } from './outcome.ts';
import { planChaos } from './plan.ts';
import { createSender } from './sender.ts';
import { setUp } from './set-up.ts';
import { startStream } from './stream.ts';
import { BATCH_EVENTS, BATCHES_PER_SECOND, type TelemetryPlan } from './telemetry.ts';
import { runUndisturbed, type UndisturbedRun } from './undisturbed.ts';
import { startWebhook, type Webhook } from './webhook.ts';

const OUT = join(import.meta.dirname, '..', '..', 'dist', 'chaos');
const SAMPLE_MS = 2000;
const DRAIN_MS = 60_000;
const FLUSH_TRIES = 20;
const TOLD_MS = 15_000;
const minutes = Number(process.env['CHAOS_MINUTES'] ?? 10);
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e9));
const lengthMs = minutes * MINUTE_MS;
if (!(lengthMs >= 2 * MINUTE_MS) || !Number.isInteger(seed)) {
  console.error('CHAOS_MINUTES has to be 2 or more, CHAOS_SEED a whole number');
  process.exit(2);
}
const say = (line: string): void => console.log(line);

/** Notes how much memory each process holds, and starts what ended though nobody ended it. */
function watch(installation: Installation, startMs: number) {
  const samples: MemorySample[] = [];
  const ended: string[] = [];
  const look = async (): Promise<void> => {
    const atMs = Date.now() - startMs;
    const database = {
      name: 'database',
      pid: () => installation.database.pid(),
      heldMb: () => Promise.resolve(null),
    };
    for (const one of [...installation.programs.values(), database]) {
      const pid = one.pid();
      const mb = pid === null ? null : await residentMb(pid);
      if (mb === null) continue;
      samples.push({ process: one.name, atMs, mb, heldMb: await one.heldMb() });
    }
    for (const program of installation.programs.values()) {
      if (!program.hasEndedByItself()) continue;
      ended.push(`${program.name} at ${Math.round(atMs / 1000)} s: ${lastLine(program)}`);
      await program.kill();
      await program.up();
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, SAMPLE_MS);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await looking;
  };
  return { samples, ended, stop };
}

const lastLine = (program: { outputs(): readonly string[] }): string =>
  (program.outputs().at(-1) ?? '').trim().split('\n').at(-1) ?? '';

/** The database may have been at fault a moment ago: what waits is then on its way. */
async function flush({ api }: Installation): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await api.ask('/api/ingest/flush', {});
      return;
    } catch (error) {
      if (tries >= FLUSH_TRIES) throw error;
      await wait(1000);
    }
  }
}

/** @param onStart told what is sent, when sending begins */
async function disturb(
  folder: string,
  webhook: Webhook,
  onStart: (plan: TelemetryPlan) => void,
): Promise<ChaosRun> {
  const installation = await startInstallation(folder);
  try {
    await setUp(installation.api, webhook.url);
    const faults = planChaos(seed, lengthMs);
    const batches = Math.floor((lengthMs / 1000) * BATCHES_PER_SECOND);
    const plan: TelemetryPlan = { seed, startMs: Date.now(), batches };
    onStart(plan);
    const urls = [...installation.programs.values()].map(({ url }) => url);
    const sender = createSender(urls, installation.api.key);
    const watching = watch(installation, plan.startMs);
    const telemetry = startStream(plan, sender);
    const done = await carryOut(installation, faults, plan.startMs, say);
    await telemetry.ended;
    const isDrained = await sender.drained(DRAIN_MS);
    sender.stop();
    await flush(installation);
    const database = await openDatabase({
      kind: 'server',
      url: installation.database.url,
      user: 'default',
      password: '',
      database: 'bellwether',
    });
    const control = installation.programs.get('control');
    await control?.kill();
    await forgetDesignEffects(database);
    await control?.up();
    await awaitDesignEffects(database);
    const { evaluatedMs, episodes } = await readAlerts(installation.api);
    // What that evaluation has to tell is told within a second or two, where nothing else runs.
    await wait(TOLD_MS);
    const verdicts = await readVerdicts(installation.api, floorTo(plan.startMs, HOUR_MS));
    const { problem } = (await installation.api.ask('/api/record/verify')) as {
      problem: unknown;
    };
    await watching.stop();
    for (const program of installation.programs.values()) await program.stop();
    const counts = await readCounts(database);
    const traces = await readTraces(database);
    await database.close();
    say(`not taken at the first try: ${JSON.stringify(Object.fromEntries(sender.counts.refused))}`);
    const refused = [...installation.programs.values()].map(({ refusedStarts }) => refusedStarts);
    say(`starts refused while the database was away: ${refused.reduce((a, b) => a + b, 0)}`);
    return {
      plan,
      stream: telemetry.stream(),
      sender: sender.counts,
      isDrained,
      evaluatedMs,
      episodes,
      verdicts,
      counts,
      traces,
      webhook,
      memory: describeMemory(watching.samples, lengthMs),
      outputs: new Map([
        ...[...installation.programs].map(([name, one]) => [name, one.outputs()] as const),
        ['database', [installation.databaseOutput()]] as const,
      ]),
      endedByThemselves: watching.ended,
      done,
      recordProblem: problem === null ? null : JSON.stringify(problem),
    };
  } finally {
    await installation.close();
  }
}

buildIfStale();
say(`seed ${seed}, ${minutes} minutes: CHAOS_SEED=${seed} CHAOS_MINUTES=${minutes} npm run chaos`);
const folder = await mkdtemp(join(tmpdir(), 'bellwether-chaos-'));
const webhook = await startWebhook();
let isWell = false;
let lastMs: number | null = null;
const following: Promise<UndisturbedRun>[] = [];
try {
  const run = await disturb(join(folder, 'disturbed'), webhook, (plan) => {
    const calm = runUndisturbed(join(folder, 'calm'), plan, () => lastMs);
    // What it failed of is told when it is waited for.
    calm.catch(() => undefined);
    following.push(calm);
  });
  lastMs = run.evaluatedMs;
  say('waiting for the same telemetry in an installation that nothing happens to');
  const [calm] = await Promise.all(following);
  if (calm === undefined) throw new Error('nothing was sent');
  const findings = judge(run, calm);
  isWell = findings.every(({ holds }) => holds);
  await mkdir(OUT, { recursive: true });
  const facts = {
    seed,
    minutes,
    events: run.plan.batches * BATCH_EVENTS,
    faults: Object.fromEntries(run.done),
    refused: Object.fromEntries(run.sender.refused),
    findings,
  };
  const otherHashes = [...run.verdicts].flatMap(([id, { hash, whole }]) => {
    const other = calm.verdicts.get(id);
    return other === undefined || other.hash === hash ? [] : [{ id, whole, calm: other.whole }];
  });
  await writeFile(join(OUT, 'other-hashes.json'), `${JSON.stringify(otherHashes, null, 2)}\n`);
  await writeFile(join(OUT, 'figures.json'), `${JSON.stringify(facts, null, 2)}\n`);
  if (!isWell) {
    for (const [name, outputs] of run.outputs) {
      await writeFile(join(OUT, `${name}.log`), outputs.join('\n--- next start ---\n'));
    }
  }
  say(`\n${[...run.done.values()].reduce((a, b) => a + b, 0)} faults: ${faultCounts(run.done)}\n`);
  console.table(
    findings.map(({ what, asked, found, holds }) => ({
      what,
      asked,
      found,
      verdict: holds ? 'holds' : 'FAILS',
    })),
  );
} finally {
  // Where the disturbed run failed, the other one has nothing to follow.
  lastMs ??= 0;
  await Promise.allSettled(following);
  webhook.close();
  await rm(folder, { recursive: true, force: true });
}
process.exit(isWell ? 0 : 1);
