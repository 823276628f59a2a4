/** An event on its way: its JSON, made at once so that later changes to the object change nothing. */
export interface BufferedEvent {
  readonly id: string;
  readonly line: string;
}

/** What every event gets where it carries none. */
export interface EventDefaults {
  readonly id: string;
  readonly nowMs: number;
  readonly workload: string | null;
  /** Overrides; null for none. */
  readonly kind: string | null;
}

/** A time as the contract takes it; one that doesn't exist stays wrong, for the server to tell. */
function writeTs(ts: unknown): unknown {
  if (!(ts instanceof Date)) return ts;
  return Number.isNaN(ts.getTime()) ? String(ts) : ts.toISOString();
}

/**
 * Writes an event as JSON. Its id and time are set here, once: however often it is sent, it counts once
 * and when it happened.
 * @returns null where the value is no object or can't be written as JSON
 */
export function writeEvent(value: unknown, defaults: EventDefaults): BufferedEvent | null {
  try {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const event: Record<string, unknown> = { ...value };
    if (defaults.kind !== null) event['kind'] = defaults.kind;
    event['workload'] ??= defaults.workload;
    event['ts'] = writeTs(event['ts'] ?? defaults.nowMs);
    const stated = event['id'];
    const id = typeof stated === 'string' ? stated : defaults.id;
    event['id'] = stated ?? id;
    const line = JSON.stringify(event) as string | undefined;
    // An object may say itself how it is written, and say something else than an object.
    return line?.startsWith('{') ? { id, line } : null;
  } catch {
    // Cycles, big integers, getters that throw: the caller counts it and tells.
    return null;
  }
}
