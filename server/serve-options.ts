import type { Logger } from 'pino';
import type { BellwetherError } from '../core/errors.ts';
import type { IngestLimits } from '../ingest/ingest.ts';
import type { SocketLimits } from './socket-limits.ts';

export interface ServeOptions {
  readonly log: Logger;
  readonly now: () => number;
  /** By which alerts are evaluated and told, where that is another clock: see `createSteadyClock`. */
  readonly alertNow?: () => number;
  readonly pagesFolder: string | null;
  readonly isDemo: boolean;
  /** Whether all of the sample organisation's history has come in; absent: it has, or there is none. */
  readonly isSampleComplete?: () => boolean;
  /** Told when another process has taken over this one's place: it has to end. */
  readonly onLost?: (error: BellwetherError) => void;
  /** Other limits than SOCKET_LIMITS; tests are impatient. */
  readonly socketLimits?: Partial<SocketLimits>;
  /** Other limits than the configuration and DEFAULT_LIMITS say. */
  readonly ingestLimits?: Partial<IngestLimits>;
  /** Another interval than that of `keepAssessments`. */
  readonly keepAssessmentsEveryMs?: number;
  /** Whether a new installation begins with the built-in alert rules; absent: it does. */
  readonly hasStarterRules?: boolean;
}
