import type { AbsentReason } from '../evaluate/reading.ts';
import type { CompiledRule } from '../rule/compiled-rule.ts';

/** What one evaluation of a rule could not look at. */
export interface RuleNotes {
  /** Why nothing can be told, by workload. */
  readonly reasons: ReadonlyMap<string, AbsentReason>;
  /** How many of its parts were too many to be watched, by workload. */
  readonly unwatched: ReadonlyMap<string, number>;
}

/** Collects the notes of one tick, by rule id. */
export class NoteTaker {
  readonly #notes = new Map<
    string,
    { readonly reasons: Map<string, AbsentReason>; readonly unwatched: Map<string, number> }
  >();

  #of({ document: { id } }: CompiledRule) {
    let own = this.#notes.get(id);
    if (own === undefined) {
      own = { reasons: new Map(), unwatched: new Map() };
      this.#notes.set(id, own);
    }
    return own;
  }

  /** Why a rule tells nothing of a workload, or of a part of it. */
  reason(rule: CompiledRule, workload: string, reason: AbsentReason): void {
    this.#of(rule).reasons.set(workload, reason);
  }

  /** How many parts of a workload a rule does not watch. */
  unwatched(rule: CompiledRule, workload: string, parts: number): void {
    this.#of(rule).unwatched.set(workload, parts);
  }

  /** The notes taken; rules without any left out. */
  get notes(): ReadonlyMap<string, RuleNotes> {
    return this.#notes;
  }
}
