import { STAGES, type WorkloadDocument } from '../../core/workload.ts';
import type { Stage } from '../../decisions/gates/gate-definition.ts';
import type { GateItem } from '../../decisions/gates/gate-item.ts';
import { gatesToMove, nextStage, otherStages } from '../../decisions/gates/stage-move.ts';
import { formatCalendarDay } from '../format/time.ts';

/** A gate's line: its state at a glance, and what is behind it. */
export interface GateLine {
  readonly item: GateItem;
  /** When it is asked about. */
  readonly when: string;
  /** One line: what is missing first, who signed, or until when it holds. */
  readonly summary: string;
  /** Whether the reader may sign it now. */
  readonly isYours: boolean;
}

/** One stage of the way. */
export interface StagePart {
  readonly stage: Stage;
  readonly name: string;
  readonly position: 'behind' | 'here' | 'ahead';
  readonly gates: readonly GateLine[];
  readonly passed: number;
  /** In words. */
  readonly count: string;
}

/** What leads to the next stage. */
export interface NextStep {
  readonly to: Stage;
  readonly name: string;
  /** Gates that are still open on the way there. */
  readonly open: readonly GateItem[];
  readonly total: number;
}

export interface Readiness {
  readonly stages: readonly StagePart[];
  readonly here: Stage;
  readonly next: NextStep | null;
  /** Stages that it can go back or retire to, with a reason. */
  readonly others: readonly Stage[];
  /** Open gates that scale waits for, by the policy. */
  readonly blocking: readonly GateItem[];
}

const WHEN = { in: 'On the way in', out: 'On the way out', during: 'All along' } as const;

/**
 * A stage as it is called.
 * @example stageName('sandbox') // 'Sandbox'
 */
export const stageName = (stage: Stage): string => stage.charAt(0).toUpperCase() + stage.slice(1);

/** A workload's way: where it is, what each stage asks, and what is missing for the next one. */
export function buildReadiness(
  record: Pick<WorkloadDocument, 'stage' | 'risk_class'>,
  items: readonly GateItem[],
  nowMs: number,
): Readiness {
  const at = STAGES.indexOf(record.stage);
  const stages = STAGES.map((stage, index): StagePart => {
    const gates = items.filter((item) => item.stage === stage).map((item) => toLine(item, nowMs));
    const passed = gates.filter(({ item }) => item.state === 'passed').length;
    const position = index < at ? 'behind' : index === at ? 'here' : 'ahead';
    const count = gates.length === 0 ? 'No gates' : `${passed} of ${gates.length} gates passed`;
    return { stage, name: stageName(stage), position, gates, passed, count };
  });
  return {
    stages,
    here: record.stage,
    next: toNext(record, items),
    others: otherStages(record.stage),
    blocking: items.filter(({ required, state }) => required && state === 'open'),
  };
}

function toNext(
  record: Pick<WorkloadDocument, 'stage' | 'risk_class'>,
  items: readonly GateItem[],
): NextStep | null {
  const to = nextStage(record.stage);
  if (to === null) return null;
  const way = new Set(gatesToMove(record.stage, to, record).map(({ id }) => id));
  const asked = items.filter(({ gate }) => way.has(gate));
  const open = asked.filter(({ state }) => state === 'open');
  return { to, name: stageName(to), open, total: asked.length };
}

function toLine(item: GateItem, nowMs: number): GateLine {
  const isYours = item.approvers.some(({ may_sign, signed }) => may_sign && !signed);
  return { item, when: WHEN[item.direction], summary: summaryOf(item, nowMs), isYours };
}

function summaryOf({ state, missing, signed_by, expires_at, evidence }: GateItem, nowMs: number) {
  if (state === 'open') {
    const [first = 'Something is missing.'] = missing;
    return missing.length > 1 ? `${first} And ${missing.length - 1} more.` : first;
  }
  const until =
    expires_at === null ? '' : `, until ${formatCalendarDay(expires_at.slice(0, 10), nowMs)}`;
  if (signed_by.length > 0) return `Signed by ${signed_by.join(' and ')}${until}`;
  return until === '' ? evidence : `Proved${until}`;
}
