import type { GateState } from '../engine/caps.ts';
import { findGate } from './gate-catalogue.ts';
import type { GateDefinition } from './gate-definition.ts';
import type { GateFacts } from './gate-facts.ts';
import { proveGate } from './prove-gate.ts';

/** Gates as they stood at an instant: on the hour, or the end of the history. */
export type GatesAt = (atMs: number) => readonly GateState[];

const NONE: readonly GateState[] = [];
const NO_GATES: GatesAt = () => NONE;

/** Gates whose proof rests on the record alone, which counts for every instant. */
const TIMELESS: ReadonlySet<string> = new Set(['owners', 'budget_and_breaker']);

/**
 * The gates that a policy requires at any instant. Each is proved when its state is first looked at: the
 * engine only looks where nothing but gates stands in the way of scale.
 * @param facts made once; those of a policy without required gates are never made
 */
export function createGatesAt(required: readonly string[], facts: () => GateFacts): GatesAt {
  if (required.length === 0) return NO_GATES;
  let made: GateFacts | null = null;
  const known = (): GateFacts => (made ??= facts());
  const timeless = new Map<string, GateState>();
  const prove = (gate: GateDefinition, atMs: number): GateState => {
    if (!TIMELESS.has(gate.id)) return proveGate(gate, known(), atMs);
    const before = timeless.get(gate.id);
    if (before !== undefined) return before;
    const proof = proveGate(gate, known(), atMs);
    timeless.set(gate.id, proof);
    return proof;
  };
  const gates = required.flatMap((id) => findGate(id) ?? []);
  return (atMs) => gates.map((gate) => new GateAt(gate.id, () => prove(gate, atMs)));
}

/** A gate at an instant, proved when it is first looked at. */
class GateAt implements GateState {
  readonly gate: string;
  readonly #prove: () => GateState;
  #proved: GateState | null = null;

  constructor(gate: string, prove: () => GateState) {
    this.gate = gate;
    this.#prove = prove;
  }

  get state(): GateState['state'] {
    return (this.#proved ??= this.#prove()).state;
  }

  get evidence(): string {
    return (this.#proved ??= this.#prove()).evidence;
  }
}
