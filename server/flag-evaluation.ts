import { createHmac } from 'node:crypto';
import { evaluateMode, type ModeQuestion } from '../decisions/effect/evaluate-mode.ts';
import type { ModeRegistry, ModeState } from '../decisions/registry/modes.ts';

/** A second flag of each workload, for programs that ask yes or no. */
export const ALLOWED_SUFFIX = '.allowed';

/** A flag as OFREP tells it. */
export interface FlagEvaluation {
  readonly key: string;
  readonly value: string | boolean;
  readonly variant: string;
  readonly reason: string;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

/** Why there is no value, as OFREP tells it. */
export interface FlagFailure {
  readonly key: string;
  readonly errorCode:
    | 'PARSE_ERROR'
    | 'INVALID_CONTEXT'
    | 'TARGETING_KEY_MISSING'
    | 'FLAG_NOT_FOUND';
  readonly errorDetails: string;
}

type ReadContext =
  | { readonly kind: 'context'; readonly question: ModeQuestion }
  | (Omit<FlagFailure, 'key'> & { readonly kind: 'failure' });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Who asks, out of the body of an evaluation request. */
export function readContext(text: string): ReadContext {
  let body: unknown;
  try {
    body = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return { kind: 'failure', errorCode: 'PARSE_ERROR', errorDetails: 'the body is not JSON' };
  }
  const invalid = (errorDetails: string): ReadContext => ({
    kind: 'failure',
    errorCode: 'INVALID_CONTEXT',
    errorDetails,
  });
  if (!isObject(body)) return invalid('expected an object with a context');
  const context = body['context'] ?? {};
  if (!isObject(context)) return invalid('expected context to be an object');
  const read = (name: string): string | null => {
    const value = context[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  for (const name of ['targetingKey', 'segment', 'team', 'task']) {
    const value = context[name];
    if (value !== undefined && value !== null && typeof value !== 'string') {
      return invalid(`expected ${name} to be text`);
    }
  }
  const question = {
    key: read('targetingKey'),
    segment: read('segment'),
    team: read('team'),
    task: read('task'),
  };
  return { kind: 'context', question };
}

const PLACE_BYTES = 6;

/**
 * Where keys fall on the scale of a limited rollout, from 0 to below 100: the same for the same key, spread
 * evenly, different for each workload, and not to be guessed without the secret.
 */
export function createPlaceOf(secret: Buffer): (workload: string, key: string) => number {
  return (workload, key) => {
    const digest = createHmac('sha256', secret).update(`${workload}\n${key}`).digest();
    return (digest.readUIntBE(0, PLACE_BYTES) / 2 ** (8 * PLACE_BYTES)) * 100;
  };
}

function metadataOf({ document, effective }: ModeState): FlagEvaluation['metadata'] {
  const { percent, since, heldBy } = effective;
  const { decision } = document.base;
  return {
    mode: effective.mode,
    held: heldBy.length > 0,
    ...(percent === null ? {} : { percent }),
    ...(since === null ? {} : { since }),
    ...(decision === null ? {} : { decision }),
  };
}

/** One flag for one caller. */
export function evaluateFlag(
  key: string,
  question: ModeQuestion,
  parts: {
    readonly modes: Pick<ModeRegistry, 'get'>;
    readonly placeOf: (workload: string, key: string) => number;
  },
): FlagEvaluation | FlagFailure {
  const isAsked = key.endsWith(ALLOWED_SUFFIX);
  const workload = isAsked ? key.slice(0, -ALLOWED_SUFFIX.length) : key;
  const found = parts.modes.get(workload);
  if (!found) {
    const errorDetails = `there is no workload ${workload.slice(0, 100)}`;
    return { key, errorCode: 'FLAG_NOT_FOUND', errorDetails };
  }
  const { effective } = found;
  const answer = evaluateMode(effective, question, (one) => parts.placeOf(workload, one));
  if (answer.kind === 'no_key') {
    const errorDetails = `${workload} is for a share of keys: send a targetingKey`;
    return { key, errorCode: 'TARGETING_KEY_MISSING', errorDetails };
  }
  const { value: mode, reason } = answer;
  return {
    key,
    value: isAsked ? mode === 'live' : mode,
    variant: mode,
    reason,
    metadata: metadataOf(found),
  };
}
