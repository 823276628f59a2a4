import { STAGES } from '../../core/workload.ts';
import { appliesTo, GATES, type GateSubject } from './gate-catalogue.ts';
import type { GateDefinition, Stage } from './gate-definition.ts';

/** What a change of stage is: none, one stage ahead, several at once, an end, or back. */
export type StageMove = 'none' | 'forward' | 'skip' | 'retire' | 'back';

const RETIRES_FROM: ReadonlySet<Stage> = new Set(['sandbox', 'production']);

/**
 * What a change from one stage to another is; what was retired begins again at design, so that nothing
 * gets past a gate by way of its end.
 * @example stageMove('design', 'sandbox') // 'skip'
 * @example stageMove('sandbox', 'retired') // 'retire'
 * @example stageMove('retired', 'production') // 'skip'
 */
export function stageMove(from: Stage, to: Stage): StageMove {
  if (from === to) return 'none';
  if (from === 'retired') return to === 'design' ? 'back' : 'skip';
  const steps = STAGES.indexOf(to) - STAGES.indexOf(from);
  if (steps < 0) return 'back';
  if (to === 'retired') return RETIRES_FROM.has(from) ? 'retire' : 'skip';
  return steps === 1 ? 'forward' : 'skip';
}

/**
 * The stage after this one on the way to production; null where the way ends.
 * @example nextStage('sandbox') // 'production'
 */
export function nextStage(stage: Stage): Stage | null {
  if (stage === 'production' || stage === 'retired') return null;
  return STAGES[STAGES.indexOf(stage) + 1] ?? null;
}

/**
 * The stages that a workload can go back or retire to, in order, without passing gates.
 * @example otherStages('sandbox') // ['design', 'testing', 'retired']
 */
export function otherStages(from: Stage): Stage[] {
  return STAGES.filter((to) => ['back', 'retire'].includes(stageMove(from, to)));
}

/**
 * The gates between a stage and the one after it: those out of it and those into the next. Nobody stands
 * before design, so what leads into it is asked for on the way out.
 */
export function gatesToMove(from: Stage, to: Stage, subject: GateSubject): GateDefinition[] {
  return GATES.filter((gate) => {
    if (!appliesTo(gate, subject)) return false;
    if (gate.stage === from) return gate.direction === 'out' || isStart(gate);
    return gate.stage === to && gate.direction === 'in';
  });
}

const isStart = ({ stage, direction }: GateDefinition): boolean =>
  stage === 'design' && direction === 'in';
