import type { PersonDocument } from '../../core/person.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Axis } from '../../signals/axis.ts';
import type { TelemetryHistory } from '../../signals/window.ts';
import type { ResolvedPolicy } from '../policy/policy.ts';
import type { Drill } from './drills.ts';
import type { Signature } from './signature.ts';

/** How a workload is watched now; it counts for past instants too, as the record does. */
export interface Watch {
  /** Ids of the enabled alert rules that look at it, by the axis of what they look at. */
  readonly rules: Readonly<Record<Axis, readonly string[]>>;
  /** Ids of the enabled rules on a signal of economics that pause or limit it. */
  readonly breakers: readonly string[];
  /** Ids of the receivers that a route leads its alerts to. */
  readonly receivers: readonly string[];
  /** The latest test alert to one of those receivers that somebody acknowledged; null: none. */
  readonly test: { readonly receiver: string; readonly acknowledgedMs: number } | null;
}

/** A dataset that evaluation events named, as it was seen when somebody attested it. */
export interface SeenDataset {
  readonly dataset: string;
  readonly firstMs: number;
  readonly evaluations: number;
}

/** Somebody whom a record names as an owner. */
export type NamedPerson = Pick<PersonDocument, 'id' | 'email'>;

/** What proves gates beside record, policy and telemetry. */
export interface GateSources {
  readonly watch: Watch;
  /** By gate, oldest first. */
  readonly signatures: ReadonlyMap<string, readonly Signature[]>;
  /** When business reviews were held, ascending; epoch milliseconds. */
  readonly reviewsMs: readonly number[];
  /** Those whom the record's owners name, as far as they are people of this house. */
  readonly people: readonly NamedPerson[];
  /** Changes when any of it does. */
  readonly key: string;
}

/** Everything that gates of one workload are proved with. */
export interface GateFacts extends Omit<GateSources, 'key'> {
  readonly workload: WorkloadDocument;
  readonly policy: ResolvedPolicy;
  readonly history: TelemetryHistory;
  /** Drills that ended in a restore, by when they did. */
  readonly drills: readonly Drill[];
  /** Datasets seen besides those that signatures carry. */
  readonly datasets: readonly SeenDataset[];
}

/** A workload that nobody watches. */
export const NOT_WATCHED: Watch = {
  rules: { value: [], operations: [], economics: [] },
  breakers: [],
  receivers: [],
  test: null,
};

/** Nothing that proves a gate. */
export const NO_SOURCES: GateSources = {
  watch: NOT_WATCHED,
  signatures: new Map(),
  reviewsMs: [],
  people: [],
  key: '',
};

/** What one kind of proof comes to at an instant. */
export interface Finding {
  /** What it rests on, in sentences; empty where nothing speaks for it. */
  readonly evidence: readonly string[];
  /** What is missing, in sentences; empty: it holds. */
  readonly missing: readonly string[];
  /** When it ends by itself, epoch milliseconds; null: it does not. */
  readonly expiresMs: number | null;
}

/** Proves a part of a gate at an instant: on the hour, or the end of the history. */
export type Prover = (facts: GateFacts, atMs: number) => Finding;

/** A finding that holds. */
export function holds(evidence: string, expiresMs: number | null = null): Finding {
  return { evidence: [evidence], missing: [], expiresMs };
}

/** A finding that something is missing. */
export function lacks(...missing: readonly string[]): Finding {
  return { evidence: [], missing, expiresMs: null };
}
