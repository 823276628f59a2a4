import { workloadDocument, type WorkloadDocument } from '../core/workload.ts';
import { documentOfRecord } from '../decisions/effect/base-of-record.ts';
import {
  effectiveMode,
  type EffectiveMode,
  type Stage,
} from '../decisions/effect/effective-mode.ts';
import type { ModeDocument } from '../decisions/effect/mode-document.ts';
import type { ModeChange, ModeRegistry } from '../decisions/registry/modes.ts';
import type { Ledger } from '../store/ledger/ledger.ts';
import { isRedacted } from '../store/ledger/redaction.ts';
import type { EffectEvent } from './effect-events.ts';

type LedgerReader = Pick<Ledger, 'list' | 'history'>;

const settingOf = ({ mode, percent, only, otherwise }: EffectiveMode) => ({
  mode,
  percent,
  only,
  otherwise,
});

/** What a workload stood on from an instant on: its stage, its mode, and who changed either and why. */
interface Standing {
  readonly key: string;
  readonly sequence: number;
  readonly atMs: number;
  readonly stage: Stage;
  readonly document: ModeDocument;
  readonly actor: string;
  readonly reason: string;
}

/**
 * What changed about modes since a place in the ledger, ascending: each change of what a workload may do,
 * by its mode or by its stage alone, and each hold that paused it or lowered it.
 * @param since a sequence of the ledger
 */
export function modeEventsSince(
  { ledger, modes }: { ledger: LedgerReader; modes: Pick<ModeRegistry, 'history'> },
  since: number,
): EffectEvent[] {
  const changed = [...ledger.list('mode'), ...ledger.list('workload')]
    .filter(({ sequence }) => sequence > since)
    .map(({ id }) => id);
  return [...new Set(changed)].flatMap((id) => {
    const standings = standingsOf(ledger, id, modes.history(id));
    return standings.flatMap((one, index) =>
      one.sequence > since ? eventsOf(id, one, standings[index - 1]) : [],
    );
  });
}

/**
 * Every version of a workload's mode and of its record, in the order they came. Until a mode is written,
 * the record states the base.
 */
function standingsOf(
  ledger: LedgerReader,
  id: string,
  modeHistory: readonly ModeChange[],
): Standing[] {
  const written = new Map(modeHistory.map(({ version, document }) => [version, document]));
  const records = [...ledger.history('workload', id), ...ledger.history('mode', id)]
    .filter((record) => !isRedacted(record))
    .toSorted((a, b) => a.sequence - b.sequence);
  const standings: Standing[] = [];
  let record: WorkloadDocument | null = null;
  let mode: ModeDocument | null = null;
  for (const { kind, version, document, ...act } of records) {
    if (kind === 'mode') mode = written.get(version) ?? mode;
    else record = workloadDocument.parse(document);
    if (record === null) continue;
    standings.push({
      ...act,
      key: kind === 'mode' ? `version:${version}` : `record:${version}`,
      stage: record.stage,
      document: mode ?? documentOfRecord(record),
    });
  }
  return standings;
}

function eventsOf(workload: string, now: Standing, before: Standing | undefined): EffectEvent[] {
  const { key, atMs, document, actor, reason } = now;
  const setting = settingAt(now, atMs);
  // As it was told: a hold whose time is over meanwhile still counted then.
  const previous = before === undefined ? null : settingAt(before, before.atMs);
  const knownHolds = new Set(before?.document.holds.map(({ id }) => id));
  const paused = document.holds
    .filter(({ id }) => !knownHolds.has(id))
    .map((hold): EffectEvent => ({
      type: 'org.bellwether.workload.paused',
      workload,
      key: `hold:${hold.id}@${hold.since}`,
      atMs,
      data: { hold, ...setting },
    }));
  if (previous === null || JSON.stringify(setting) === JSON.stringify(previous)) return paused;
  const { decision } = document.base;
  const data = { ...setting, previous, by: actor, reason, decision };
  return [...paused, { type: 'org.bellwether.mode.changed', workload, key, atMs, data }];
}

const settingAt = ({ document, stage }: Standing, atMs: number) =>
  settingOf(effectiveMode(document.base, document.holds, stage, atMs));
