import type { Logger } from 'pino';
import type { AddressRange } from '../alerts/deliver/ip-address.ts';
import type { WorkloadRegistry } from '../decisions/registry/workloads.ts';
import type { PolicyRegistry } from '../decisions/registry/policies.ts';
import type { Assessor } from '../decisions/assessor.ts';
import type { CutAnswers } from '../decisions/live/cut-answers.ts';
import type { StoredAssessments } from '../decisions/stored-assessments.ts';
import type { Backtester } from '../decisions/trial/backtester.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Decisions } from './open-decisions.ts';
import type { Database } from '../store/database.ts';
import type { ApiKeys } from './access/api-keys.ts';
import type { Alerting } from './alerting.ts';
import type { KeyLimiter } from './access/key-limits.ts';
import type { People } from './access/people.ts';
import type { Principal } from './access/principal.ts';
import type { SignIn } from './access/sign-in.ts';
import type { SingleSignOn } from './access/single-sign-on.ts';
import type { OpenGates } from './gates/open-gates.ts';
import type { IngestRate } from './ingest-rate.ts';
import type { IngestTail } from './ingest-tail.ts';
import type { BodyRoom } from './body-room.ts';
import type { CatchUp } from './catch-up.ts';
import type { LiveHub } from './live-hub.ts';
import type { Metrics } from './metrics.ts';
import type { Notifying } from './notifying.ts';
import type { OtlpKeeper } from './otlp-keeper.ts';
import type { Peers } from './processes/peers.ts';
import type { Reviewing } from './open-reviews.ts';
import type { Effect } from './open-effect.ts';
import type { Upkeep } from './open-upkeep.ts';
import type { PriceRegistry } from './settings/prices.ts';
import type { RecordDesk } from './record/record-desk.ts';
import type { RedactionSettings } from './settings/redaction.ts';

/** What the ways in for telemetry work with, and the questions how a process fares. */
export interface TelemetryServices {
  readonly database: Database;
  readonly ingest: Ingest;
  readonly otlp: OtlpKeeper;
  /** The processes that share the telemetry; null where this one is alone. */
  readonly peers: Peers | null;
  readonly rate: IngestRate;
  /** How much telemetry may wait on disk. */
  readonly spoolLimitBytes: number;
  readonly keys: Pick<ApiKeys, 'authenticate'>;
  readonly signIn: Pick<SignIn, 'authenticate'>;
  readonly limiter: KeyLimiter;
  readonly bodyRoom: BodyRoom;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => number;
  /** Fails where telemetry could not be written either. */
  readonly checkWritable: () => Promise<void>;
  readonly metricsOpen: boolean;
  /** Whether cookies may only travel over TLS. */
  readonly secureCookies: boolean;
  /** Null where this process works out no verdicts. */
  readonly catchUp: CatchUp | null;
  /** Whether alert rules are evaluated late; null where this process evaluates none. */
  readonly isLate: (() => boolean) | null;
}

/** Everything the routes work with, made once by `serve`. */
export interface Services extends TelemetryServices, Upkeep {
  readonly tail: IngestTail;
  readonly workloads: WorkloadRegistry;
  readonly policies: PolicyRegistry;
  readonly prices: PriceRegistry;
  readonly redaction: RedactionSettings;
  readonly assessor: Assessor;
  readonly catchUp: CatchUp;
  readonly cuts: CutAnswers;
  readonly backtester: Backtester;
  readonly assessments: StoredAssessments;
  readonly gates: OpenGates;
  readonly decisions: Decisions;
  readonly alerts: Alerting;
  readonly notifying: Notifying;
  readonly reviewing: Reviewing;
  readonly effect: Effect;
  readonly keys: ApiKeys;
  readonly record: RecordDesk;
  readonly people: People;
  readonly signIn: SignIn;
  /** Null where it is not set up. */
  readonly singleSignOn: SingleSignOn | null;
  readonly hub: LiveHub;
  readonly randomId: () => string;
  /** Folder of the built dashboard; null where it was not built. */
  readonly pagesFolder: string | null;
  /** Reverse proxies whose word on where a request comes from counts. */
  readonly trustedProxies: readonly AddressRange[];
  /** True while the telemetry is sample data. */
  readonly isDemo: boolean;
  /** False while the history of a sample organisation still comes in. */
  readonly isSampleComplete: () => boolean;
}

/** What a request carries beside itself: who asks. */
export interface RequestVariables {
  Variables: { principal: Principal };
}
