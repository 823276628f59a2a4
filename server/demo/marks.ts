import type { Mark } from './plan.ts';

const HOURS_A_DAY = 24;
const MINUTES_A_DAY = 24 * 60;

/** A release taking over a share of the traffic. */
export function rollout(day: number, release: string, exposurePercent: number): Mark {
  return {
    day,
    event: { kind: 'deployment', release, change: 'rollout', exposure_percent: exposurePercent },
  };
}

/** Going back to an earlier release. */
export function rollback(day: number, release: string): Mark {
  return { day, event: { kind: 'deployment', release, change: 'rollback', exposure_percent: 100 } };
}

/** A change of settings, not of the release. */
export function configure(day: number, release: string, exposurePercent: number): Mark {
  return {
    day,
    event: { kind: 'deployment', release, change: 'config', exposure_percent: exposurePercent },
  };
}

/** An incident by its phases, in hours after its start; phases left out have not happened. */
export function incident(
  startDay: number,
  name: string,
  cause: string,
  hours: { readonly detected: number; readonly mitigated?: number; readonly restored?: number },
  withRollback = false,
): Mark[] {
  const phases = [['started', 0], ...Object.entries(hours)] as ['started', number][];
  return phases.map(([phase, after]) => ({
    day: startDay + after / HOURS_A_DAY,
    event: { kind: 'incident', incident: name, phase, rollback: withRollback, cause },
  }));
}

/** Minutes after its start at which a rehearsed rollback reaches each phase. */
const DRILL_MINUTES = { started: 0, detected: 4, mitigated: 13, restored: 21 } as const;

/** A rollback rehearsed on purpose. */
export function rollbackDrill(day: number, name: string): Mark[] {
  return Object.entries(DRILL_MINUTES).map(([phase, minutes]) => ({
    day: day + minutes / MINUTES_A_DAY,
    event: {
      kind: 'incident',
      incident: name,
      phase: phase as keyof typeof DRILL_MINUTES,
      rollback: true,
      drill: true,
      cause: 'rehearsal',
    },
  }));
}
