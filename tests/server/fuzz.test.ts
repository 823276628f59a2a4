import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { workloadSlug } from '../../core/event.ts';
import { createUniform } from '../core/statistics/seeded-random.ts';
import { disturbedEvent, validEvent } from '../ingest/wire-arbitrary.ts';
import { createMutator, type FuzzRequest } from './fuzz-bodies.ts';
import { SEED, fuzz, fuzzFolder, readNumbers } from './fuzz-server.ts';

const BODIES = Number(process.env['FUZZ_BODIES'] ?? 100_000);
/** Few, since each is judged anew with whatever comes in: right, but slow, and not what is fuzzed. */
const WORKLOADS = ['a', 'w-2', '0', 'x'.repeat(63)];
const folder = fuzzFolder();

const receipt = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.array(z.unknown()),
});

/** Bodies that are right, and some that are nearly so, from the contract's own schema. */
function createBodies(random: () => number): () => FuzzRequest {
  const { below, pick, request } = createMutator(random);
  const events = [
    ...fc.sample(validEvent, { seed: SEED, numRuns: 600 }),
    ...fc.sample(disturbedEvent, { seed: SEED, numRuns: 200 }),
  ];
  let made = 0;
  const event = (): unknown => {
    const chosen = pick(events);
    if (typeof chosen !== 'object' || chosen === null) return chosen;
    const dated: Record<string, unknown> = { ...chosen };
    if (random() < 0.995 && workloadSlug.safeParse(dated['workload']).success) {
      dated['workload'] = pick(WORKLOADS);
    }
    // Events spread over a year make a part of each month in each table: right, but slow.
    if (random() < 0.98) delete dated['ts'];
    return random() < 0.8 ? { ...dated, id: `fuzz-${(made += 1)}` } : dated;
  };
  const body = (): { type: string; bytes: Buffer } => {
    const several = Array.from({ length: below(5) }, event);
    const form = random();
    if (form < 0.3)
      return { type: 'application/json', bytes: Buffer.from(JSON.stringify(event())) };
    if (form < 0.7)
      return { type: 'application/json', bytes: Buffer.from(JSON.stringify(several)) };
    const lines = several.map((one) => JSON.stringify(one)).join('\n');
    return { type: 'application/x-ndjson', bytes: Buffer.from(lines) };
  };
  let other = body().bytes;
  return () => {
    const valid = body();
    const made = request('/v1/events', valid, other);
    other = valid.bytes;
    return made;
  };
}

test(
  `${BODIES} bodies, most of them broken, are each answered for what they are, and the database holds exactly what was acknowledged`,
  { timeout: 900_000 },
  async () => {
    const acknowledged = { accepted: 0, duplicates: 0, rejected: 0 };
    const bodies = createBodies(createUniform(SEED));
    const { faults, statuses } = await fuzz(folder, BODIES, bodies, (answer) => {
      const { accepted, duplicates, rejected } = receipt.parse(JSON.parse(answer.toString()));
      acknowledged.accepted += accepted;
      acknowledged.duplicates += duplicates;
      acknowledged.rejected += rejected.length;
    });
    const rows = await readNumbers(
      folder,
      `SELECT (SELECT count() FROM runs) AS runs, (SELECT count() FROM events) AS events,
         (SELECT count() FROM quarantine) AS quarantine,
         (SELECT toFloat64(sum(runs)) FROM rollup_day) AS runs_by_day,
         (SELECT toFloat64(sum(runs)) FROM rollup_hour) AS runs_by_hour`,
    );
    const seed = `FUZZ_SEED=${SEED} ${JSON.stringify({ acknowledged, statuses, rows })}`;
    expect(faults, seed).toEqual([]);
    expect((rows['runs'] ?? 0) + (rows['events'] ?? 0), seed).toBe(acknowledged.accepted);
    expect(rows['quarantine'], seed).toBe(acknowledged.rejected);
    expect([rows['runs_by_day'], rows['runs_by_hour']], seed).toEqual([rows['runs'], rows['runs']]);
    // The fuzz is worth something only while all of these happen often.
    const often = [...Object.values(acknowledged), statuses[400] ?? 0, statuses[415] ?? 0];
    expect(Math.min(...often), seed).toBeGreaterThan(BODIES / 200);
  },
);
