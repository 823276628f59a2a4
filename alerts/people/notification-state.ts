import { z } from 'zod';
import type { AlertLogEntry } from '../alert-log.ts';
import { toldAlertDocument } from './notice.ts';

/** What one receiver was told about one episode. */
const toldDocument = z.object({
  /** Route and labels of the group that it was told with. */
  group: z.string(),
  firstMs: z.number(),
  lastMs: z.number(),
  isAcknowledgeTold: z.boolean(),
});
export type Told = z.output<typeof toldDocument>;

/** The silence that an episode is under. */
const silenceNote = z.object({ id: z.string(), reason: z.string(), author: z.string() });

/** One episode that is not over for everybody who was told of it. */
const episodeDocument = z.object({
  alert: toldAlertDocument,
  /** By receiver: those who were told of the fire and not yet of the resolve. */
  told: z.record(z.string(), toldDocument),
  silencedBy: silenceNote.nullable(),
  /** The silence that ended last and when, said to whoever was not told since; null: none. */
  released: silenceNote.extend({ endedMs: z.number() }).nullable(),
  /** Of the latest notice, whoever got it; 0: none yet. */
  sequence: z.number(),
});
export type EpisodeNotes = z.output<typeof episodeDocument>;

/** What was told about one alert, over its episodes. */
const alertDocument = z.object({
  /** The latest episode that is over for everybody; 0: none. */
  closedEpisode: z.number(),
  closedMs: z.number(),
  /** Sequence that the closed episode came to: if it fires again, it goes on from there. */
  closedSequence: z.number(),
  /** By receiver: since when the alert flapped that it was given the one notice of. */
  flapToldMs: z.record(z.string(), z.number()).default({}),
  episodes: z.record(z.string(), episodeDocument),
});
export type AlertNotes = z.output<typeof alertDocument>;

/** Everything that planning remembers; plain JSON. */
export interface NotificationState {
  /** Up to which instant all that was due is planned; null: never planned. */
  readonly plannedMs: number | null;
  /** By alert id. */
  readonly alerts: Readonly<Record<string, AlertNotes>>;
  /** By group and receiver: when changes were told last, epoch milliseconds. */
  readonly channels: Readonly<Record<string, number>>;
}

/** Nothing told yet. */
export const EMPTY_STATE: NotificationState = { plannedMs: null, alerts: {}, channels: {} };

/** Nothing told about one alert yet. */
export const EMPTY_NOTES: AlertNotes = {
  closedEpisode: 0,
  closedMs: 0,
  closedSequence: 0,
  flapToldMs: {},
  episodes: {},
};

const CLOCK = 'clock';
const ALERT = 'alert:';
const CHANNEL = 'channel:';

function changed(
  prefix: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): AlertLogEntry[] {
  const entry = (id: string, document: unknown): AlertLogEntry => ({
    kind: 'group',
    id: prefix + id,
    document,
  });
  const gone = Object.keys(before).filter((id) => !Object.hasOwn(after, id));
  return [
    ...Object.entries(after)
      .filter(([id, document]) => before[id] !== document)
      .map(([id, document]) => entry(id, document)),
    ...gone.map((id) => entry(id, null)),
  ];
}

/**
 * What the alert log has to take, in one act with the deliveries, to be at the state after planning.
 * @param before the state that was planned from; what is the same object in both is not written
 * @returns nothing where only time has passed
 */
export function stateEntries(before: NotificationState, after: NotificationState): AlertLogEntry[] {
  const entries = [
    ...changed(ALERT, before.alerts, after.alerts),
    ...changed(CHANNEL, before.channels, after.channels),
  ];
  if (entries.length === 0 && before.plannedMs !== null) return [];
  return [...entries, { kind: 'group', id: CLOCK, document: after.plannedMs }];
}

/**
 * The state as the alert log holds it.
 * @param documents of the kind `group`
 * @throws ZodError where a document is none of planning's
 */
export function readState(documents: ReadonlyMap<string, unknown>): NotificationState {
  const alerts: Record<string, AlertNotes> = {};
  const channels: Record<string, number> = {};
  for (const [id, document] of documents) {
    if (id.startsWith(ALERT)) alerts[id.slice(ALERT.length)] = alertDocument.parse(document);
    if (id.startsWith(CHANNEL)) channels[id.slice(CHANNEL.length)] = z.number().parse(document);
  }
  const plannedMs = z
    .number()
    .nullable()
    .parse(documents.get(CLOCK) ?? null);
  return { plannedMs, alerts, channels };
}
