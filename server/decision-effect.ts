import { rolloutOfBase } from '../decisions/effect/base-of-record.ts';
import type { ModeRegistry } from '../decisions/registry/modes.ts';
import type { DecisionEffect } from '../decisions/sign-off/effect.ts';

/** Carries decisions out as modes. */
export function createDecisionEffect(modes: ModeRegistry): DecisionEffect {
  return {
    rolloutOf: (workload) => {
      const state = modes.get(workload);
      return state === null ? undefined : rolloutOfBase(state.document.base);
    },
    async applyDecision(workload, next, decision, actor) {
      await modes.applyDecision(workload, next, decision, actor);
    },
    holdOverdue: (workload, mode, reason) =>
      modes.keepOverdue(workload, { cap: { mode, percent: null }, reason }),
    liftOverdue: (workload) => modes.keepOverdue(workload, null),
  };
}
