import type { Attributes } from './attributes.ts';

/**
 * What names a span's attributes carry at all, as bits: most spans carry few, and looking for forty
 * names one by one costs more than looking once at the ten that are there.
 */
export const FAMILY = {
  /** `bellwether.` */
  bellwether: 1,
  /** `bellwether.`, `deployment.` or `service.`: who emitted it. */
  emitter: 2,
  /** `ai.` */
  aiSdk: 4,
  /** `traceloop.` or `llm.request.` */
  traceloop: 8,
  /** `evaluation`, `annotations` or `gen_ai.evaluation.` */
  evaluation: 16,
  /** `error.type` */
  error: 32,
  /** `gen_ai.usage.`, `ai.usage.` or `llm.token_count.` */
  usage: 64,
  /** Who talked in which conversation, in any dialect's words. */
  people: 128,
} as const;

const BEGINNINGS: readonly (readonly [beginning: string, bits: number])[] = [
  ['bellwether.', FAMILY.bellwether | FAMILY.emitter],
  ['deployment.', FAMILY.emitter],
  ['service.', FAMILY.emitter],
  ['ai.', FAMILY.aiSdk],
  ['traceloop.', FAMILY.traceloop],
  ['llm.request.', FAMILY.traceloop],
  ['evaluation', FAMILY.evaluation],
  ['annotations', FAMILY.evaluation],
  ['gen_ai.evaluation.', FAMILY.evaluation],
  ['error.type', FAMILY.error],
  ['gen_ai.usage.', FAMILY.usage],
  ['ai.usage.', FAMILY.usage],
  ['llm.token_count.', FAMILY.usage],
  ['bellwether.conversation', FAMILY.people],
  ['gen_ai.conversation.id', FAMILY.people],
  ['session.id', FAMILY.people],
  ['bellwether.user', FAMILY.people],
  ['enduser.id', FAMILY.people],
  ['user.id', FAMILY.people],
  ['ai.', FAMILY.people],
  ['traceloop.association.', FAMILY.people],
];

const familyOf = (name: string): number =>
  BEGINNINGS.reduce(
    (bits, [beginning, own]) => (name.startsWith(beginning) ? bits | own : bits),
    0,
  );

/** More names than honest emitters use; then it is worked out anew. */
const MAX_KNOWN = 4096;

const known = new Map<string, number>();

/** The families that any of the attributes belongs to. */
export function familiesOf(attributes: Attributes): number {
  let bits = 0;
  for (const name of attributes.keys()) {
    let own = known.get(name);
    if (own === undefined) {
      own = familyOf(name);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(name, own);
    }
    bits |= own;
  }
  return bits;
}
