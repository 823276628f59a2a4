import { oneAtATime } from '../../core/one-at-a-time.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { AlertLog, AlertLogEntry } from '../alert-log.ts';
import type { Delivery } from '../people/notice.ts';
import { readState, stateEntries, type NotificationState } from '../people/notification-state.ts';
import type { People } from '../people/people.ts';
import { planNotices } from '../people/plan-notices.ts';
import type { ReceiverDocument } from '../people/receiver.ts';
import type { ToldAlert } from '../people/told-alert.ts';
import { firingToldTo, type Sender } from './create-sender.ts';
import { SEND_TIMEOUT_MS } from './delivery-lane.ts';
import type { Outbox } from './outbox.ts';
import { tellDeadReceivers } from './tell-dead-receivers.ts';

/** What the notifier works with. */
export interface NotifierParts {
  readonly log: AlertLog;
  readonly outbox: Outbox;
  readonly sender: Sender;
  /** Everything that fires or was over within a day, as it is now. */
  readonly alerts: (nowMs: number) => readonly ToldAlert[];
  /** The same as long as nothing about these changes but their numbers; absent: they change all the time. */
  readonly revision?: () => number;
  /** Who is to be told, as it is now. */
  readonly people: () => People;
  readonly receivers: () => readonly ReceiverDocument[];
  readonly now: () => number;
}

/** Brings what alerts do to people: plans, makes durable, hands over; dead receivers are alerts too. */
export interface Notifier {
  /** Plans what is due; call after every change and every few seconds. Rejects where the log fails. */
  plan(): Promise<void>;
  /** Says again what fires to every Alertmanager; call every `RESEND_MS`. Never rejects. */
  resend(): Promise<void>;
  readonly state: () => NotificationState;
}

/** What is over is forgotten by the day: no planning is put off for longer than this, whatever changes. */
const PLAN_AT_LEAST_MS = MINUTE_MS;

/** What the last planning saw, and when there is something to plan again if nothing of it changes. */
interface Seen {
  readonly revision: number;
  readonly people: People;
  readonly dead: string;
  readonly nextMs: number;
}

interface Planned {
  readonly state: NotificationState;
  readonly deliveries: readonly Delivery[];
  readonly seen: Seen | null;
  readonly entries: readonly AlertLogEntry[];
}

/** Opens the notifier where the log left off. */
export async function createNotifier(parts: NotifierParts): Promise<Notifier> {
  const { log, outbox, sender, now } = parts;
  let state = readState(await log.load('group'));
  let unwritten: Planned | null = null;
  let seen: Seen | null = null;
  const inTurn = oneAtATime();

  const look = (): Omit<Seen, 'nextMs'> & { readonly deadAlerts: readonly ToldAlert[] } => {
    const deadAlerts = tellDeadReceivers(outbox.statuses());
    const revision = parts.revision?.() ?? NaN;
    return { revision, people: parts.people(), dead: JSON.stringify(deadAlerts), deadAlerts };
  };
  const isAsPlanned = (found: Omit<Seen, 'nextMs'>, nowMs: number): boolean =>
    seen !== null &&
    nowMs < seen.nextMs &&
    found.revision === seen.revision &&
    found.people === seen.people &&
    found.dead === seen.dead;
  const planNext = (): Planned => {
    const nowMs = Math.max(now(), state.plannedMs ?? 0);
    const { deadAlerts, ...found } = look();
    if (isAsPlanned(found, nowMs)) {
      return { state: { ...state, plannedMs: nowMs }, deliveries: [], seen, entries: [] };
    }
    const alerts = [...parts.alerts(nowMs), ...deadAlerts];
    const planned = planNotices(state, alerts, found.people, nowMs);
    const nextMs = Math.min(planned.nextMs, nowMs + PLAN_AT_LEAST_MS);
    const entries = [
      ...stateEntries(state, planned.state),
      ...outbox.entriesFor(planned.deliveries),
    ];
    return { ...planned, seen: { ...found, nextMs }, entries };
  };
  const planNow = async (): Promise<void> => {
    // A failed append may have been stored: the very same is appended again before anything else.
    const planned = unwritten ?? planNext();
    const isLeftOver = unwritten !== null;
    unwritten = planned;
    if (planned.entries.length > 0) await log.append(planned.entries);
    unwritten = null;
    ({ state, seen } = planned);
    outbox.take(planned.deliveries);
    if (isLeftOver) await planNow();
  };

  return {
    plan() {
      return inTurn(planNow);
    },
    async resend() {
      const resends = parts.receivers().map(async (receiver) => {
        if (receiver.type !== 'alertmanager') return;
        const alerts = firingToldTo(state, receiver.id);
        if (alerts.length === 0) return;
        const signal = AbortSignal.timeout(SEND_TIMEOUT_MS);
        outbox.note(receiver.id, await sender.resend(receiver, alerts, signal));
      });
      await Promise.all(resends);
    },
    state: () => state,
  };
}
