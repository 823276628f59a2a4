import { z } from 'zod';

const instant = z.number();
const absentSinceMs = instant.nullable();
const track = z.discriminatedUnion('state', [
  z.object({ state: z.literal('normal') }),
  z.object({ state: z.literal('pending'), activeAtMs: instant, absentSinceMs }),
  z.object({ state: z.literal('firing'), activeAtMs: instant, firedAtMs: instant, absentSinceMs }),
  z.object({
    state: z.literal('recovering'),
    activeAtMs: instant,
    firedAtMs: instant,
    firstClearMs: instant,
    absentSinceMs,
  }),
]);

/** Where one alert stands between two evaluations; what a restart goes on from. */
export const alertRecord = z.object({
  /** Hash of the rule and what it is split by. */
  id: z.string(),
  rule: z.string(),
  /** What the rule meant when this was evaluated. */
  meaning: z.string(),
  workload: z.string(),
  /** Value of the rule's cut; null where it has none. */
  value: z.string().nullable(),
  /** Whether it tells that there is no data, not what the data says. */
  isAboutData: z.boolean(),
  track,
  /** How often it has fired. */
  episodes: z.number().int(),
  /** When it fired or ended within the last hour, ascending. */
  changesMs: z.array(instant),
  /** The change from which it flaps; null: it does not, or it was kept before this was. */
  flappingSinceMs: instant.nullable().default(null),
  /** First evaluation without data since the last with some; null: there is data, or none was ever seen. */
  silentSinceMs: instant.nullable(),
});
export type AlertRecord = z.infer<typeof alertRecord>;
