import type { GateRegistry } from '../decisions/registry/gates.ts';
import type { Services } from './context.ts';
import type { Access } from './open-access.ts';

/** A running Bellwether. */
export interface RunningServer extends Pick<Access, 'keys' | 'people'> {
  readonly url: string;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Works once, for the person who started the server. */
  readonly signInLink: string;
  readonly gates: GateRegistry;
  /** Estimates the day's design effects at once, for months of history that have just come. */
  estimateDesignEffects(): Promise<void>;
  /** Estimates those of today, where that has not been done yet. */
  keepDesignEffects(): Promise<void>;
  /** What decisions are made with, for those of the sample organisation. */
  readonly deciding: Pick<Services, 'assessor' | 'workloads' | 'decisions'>;
  /** Evaluates every minute of the alert rules that is due and whose telemetry is there, at once. */
  readonly evaluateAlerts: () => Promise<void>;
  /** Stops taking requests, hands over what waits, closes the database. */
  stop(): Promise<void>;
}
