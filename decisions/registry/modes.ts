import { BellwetherError } from '../../core/errors.ts';
import { oneAtATime } from '../../core/one-at-a-time.ts';
import { isoTime } from '../../core/time.ts';
import type { LedgerChange } from '../../store/ledger/chain-changes.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import { isRedacted } from '../../store/ledger/redaction.ts';
import type { BaseStatement } from '../effect/change-base.ts';
import {
  withBase,
  withHold,
  withOverdue,
  withRuleHolds,
  withoutEnded,
  withoutHold,
} from '../effect/change-mode.ts';
import { effectiveMode, type EffectiveMode, type Stage } from '../effect/effective-mode.ts';
import {
  modeDocument,
  type ModeDocument,
  type ModeHold,
  type ModeRequest,
} from '../effect/mode-document.ts';
import type { HoldingAlert } from '../effect/rule-holds.ts';
import type { ModeSetting } from '../effect/reach.ts';
import { readModeRecord, type ModeRecord } from './mode-record.ts';

/** Where a workload's mode stands. */
export interface ModeState {
  readonly document: ModeDocument;
  /** 0 where none was written yet. */
  readonly version: number;
  readonly stage: Stage;
  readonly effective: EffectiveMode;
}

/** One change of a mode. */
export interface ModeChange {
  readonly version: number;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly actor: string;
  readonly reason: string;
  readonly document: ModeDocument;
}

/** Who asks for a change, and whether they may raise a mode without a decision. */
export interface ModeAuthor {
  readonly actor: string;
  readonly mayRaise: boolean;
}

/** The modes of all workloads, kept in memory. */
export interface ModeRegistry {
  /** As it is now; null where there is no such workload. */
  get(workload: string): ModeState | null;
  /** Workloads with a mode of their own, by id. */
  written(): string[];
  /** Every change that was not redacted, the newest first. */
  history(workload: string): ModeChange[];
  /**
   * Does what somebody asks: another base, a hold, or one lifted.
   * @throws BellwetherError `not_found`, `forbidden` where it raises and may not, `stale_version`
   */
  change(
    workload: string,
    request: ModeRequest,
    author: ModeAuthor,
    expectedVersion?: number,
  ): Promise<ModeState>;
  /**
   * Carries out a signed decision: its next mode becomes the base, and being overdue is over. Done again
   * with the same decision it changes nothing.
   * @param next null: the base stays
   * @throws BellwetherError `not_found`
   */
  applyDecision(
    workload: string,
    next: BaseStatement | null,
    decisionId: string,
    actor: string,
  ): Promise<ModeState>;
  /** The change {@link ModeRegistry.applyDecision} would append, to be appended with the decision itself. */
  decisionChange(
    workload: string,
    next: BaseStatement | null,
    decisionId: string,
    actor: string,
  ): LedgerChange | null;
  /** Makes the holds of rules agree with the alerts of a workload. */
  keepRuleHolds(workload: string, alerts: readonly HoldingAlert[]): Promise<void>;
  /** Takes out the holds of a workload whose time is over, so that their end is on record. */
  dropEnded(workload: string): Promise<void>;
  /** Holds a workload while its decision is overdue. */
  keepOverdue(
    workload: string,
    overdue: { readonly cap: ModeSetting; readonly reason: string } | null,
  ): Promise<void>;
}

/**
 * Opens the registry on what the ledger holds.
 * @param now epoch milliseconds
 */
export function createModeRegistry(parts: {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly randomId: () => string;
}): ModeRegistry {
  const { ledger, now, randomId } = parts;
  const inTurn = oneAtATime();
  const known = new Map<
    string,
    { readonly records: readonly unknown[]; readonly read: ModeRecord }
  >();
  const find = (id: string): ModeRecord | null => {
    const records = [ledger.get('workload', id), ledger.get('mode', id)];
    const before = known.get(id);
    if (before && before.records.every((record, i) => record === records[i])) return before.read;
    const read = readModeRecord(ledger, id);
    if (read) known.set(id, { records, read });
    return read;
  };
  const stateOf = ({ workload, mode, modeVersion }: ModeRecord): ModeState => ({
    document: mode,
    version: modeVersion,
    stage: workload.stage,
    effective: effectiveMode(mode.base, mode.holds, workload.stage, now()),
  });
  const require = (id: string): ModeRecord => {
    const found = find(id);
    if (!found) throw new BellwetherError('not_found', `there is no workload ${id}`);
    return found;
  };
  const changeOf = (
    { mode, modeVersion }: ModeRecord,
    after: ModeDocument,
    act: { readonly actor: string; readonly reason: string },
    expectedVersion: number = modeVersion,
  ): LedgerChange | null =>
    after === mode ? null : { kind: 'mode', id: mode.id, document: after, expectedVersion, ...act };
  /** What the program does by itself; nothing where the change leaves the document as it is. */
  const keep = (
    id: string,
    change: (before: ModeDocument, atMs: number) => ModeDocument,
    reasonOf: (before: ModeDocument, after: ModeDocument) => string,
  ): Promise<void> =>
    inTurn(async () => {
      const found = find(id);
      if (!found) return;
      const after = change(found.mode, now());
      const act = { actor: 'system', reason: reasonOf(found.mode, after) };
      await write(id, changeOf(found, after, act));
    });
  const write = async (id: string, change: LedgerChange | null): Promise<ModeState> => {
    if (change !== null) await ledger.append([change]);
    return stateOf(require(id));
  };
  const decisionChange: ModeRegistry['decisionChange'] = (workload, next, decisionId, actor) => {
    const found = require(workload);
    const { base } = found.mode;
    const isOverdue = found.mode.holds.some(({ source }) => source === 'overdue');
    if (base.decision === decisionId || (next === null && !isOverdue)) return null;
    const reason = `decision ${decisionId}`;
    const after =
      next === null
        ? withOverdue(found.mode, null, now())
        : withBase(found.mode, next, { actor, reason, atMs: now() }, { decision: decisionId });
    return changeOf(found, after, { actor, reason });
  };
  const requested = (
    document: ModeDocument,
    request: ModeRequest,
    { actor, mayRaise }: ModeAuthor,
  ): ModeDocument => {
    const atMs = now();
    const { mode, hold, lift, reason } = request;
    if (lift !== undefined) return withoutHold(document, lift, atMs);
    if (hold !== undefined) {
      const { until, percent = null } = hold;
      const kept: ModeHold = {
        id: `person-${randomId().slice(0, 8)}`,
        source: 'person',
        cap: { mode: hold.mode, percent },
        reason,
        by: actor,
        since: isoTime(atMs),
        back: 'by_person',
        ...(until === undefined ? {} : { until }),
      };
      return withHold(document, kept, atMs);
    }
    if (mode === undefined) throw new BellwetherError('invalid', 'expected a mode');
    const { percent, only, otherwise } = request;
    const authority = mayRaise ? 'override' : 'lower';
    return withBase(
      document,
      { mode, percent, only, otherwise },
      { actor, reason, atMs },
      authority,
    );
  };

  return {
    get(workload) {
      const found = find(workload);
      return found && stateOf(found);
    },
    written: () => ledger.list('mode').map(({ id }) => id),
    history: (workload) =>
      ledger
        .history('mode', workload)
        .filter((record) => !isRedacted(record))
        .map(({ version, atMs, actor, reason, document }) => ({
          version,
          atMs,
          actor,
          reason,
          document: modeDocument.parse(document),
        }))
        .toReversed(),
    change: (workload, request, author, expectedVersion) =>
      inTurn(() => {
        const found = require(workload);
        const after = requested(found.mode, request, author);
        const act = { actor: author.actor, reason: request.reason };
        return write(workload, changeOf(found, after, act, expectedVersion));
      }),
    applyDecision: (workload, next, decisionId, actor) =>
      inTurn(() => write(workload, decisionChange(workload, next, decisionId, actor))),
    decisionChange,
    keepRuleHolds: (workload, alerts) =>
      keep(
        workload,
        (before, atMs) => withRuleHolds(before, alerts, atMs),
        (before, after) =>
          after.holds.length > before.holds.length
            ? 'a pause rule fired'
            : 'the alert of a pause rule ended',
      ),
    dropEnded: (workload) => keep(workload, withoutEnded, () => 'the time of a hold is over'),
    keepOverdue: (workload, overdue) =>
      keep(
        workload,
        (before, atMs) => withOverdue(before, overdue, atMs),
        () => overdue?.reason ?? 'the decision is no longer overdue',
      ),
  };
}
