import type { Key } from '../../api/queries.ts';
import { formatBytes } from '../../format/bytes.ts';
import { formatCount, THIN } from '../../format/number.ts';
import { formatAgo, formatInstant, instantMs } from '../../format/time.ts';

/** One key in words. */
export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly may: string;
  readonly where: string;
  /** Null where only the server's own limits count. */
  readonly limits: string | null;
  readonly used: string;
  readonly explanation: string;
}

const SCOPE_WORDS: Readonly<Record<Key['scopes'][number], string>> = {
  ingest: 'send',
  read: 'read',
  operate: 'answer alerts',
  write: 'change',
  sign: 'sign',
  admin: 'do everything',
};

const NAMED = 2;

function tellWorkloads(workloads: Key['workloads']): string {
  if (workloads === null) return 'all workloads';
  const more = workloads.length - NAMED;
  return workloads.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** The server takes 0 for no limit at all. */
const tellEvents = (perSecond: number): string =>
  perSecond === 0
    ? 'any number of events'
    : `at most ${formatCount(perSecond)} events${THIN}/${THIN}s`;

function tellLimits(limits: Key['limits']): string | null {
  const { events_per_second: events = null, max_body_bytes: bytes = null } = limits ?? {};
  const parts = [
    ...(events === null ? [] : [tellEvents(events)]),
    ...(bytes === null ? [] : [`at most ${formatBytes(bytes)} a request`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

/** A key as its line on the page says it; when it was last used is known since the start only. */
export function buildKeyRow(key: Key, nowMs: number): KeyRow {
  const createdMs = instantMs(key.created_at);
  const usedMs = key.last_used_at === null ? null : instantMs(key.last_used_at);
  const isAdmin = key.scopes.includes('admin');
  return {
    id: key.id,
    name: key.name,
    may: isAdmin
      ? 'may do everything'
      : `may ${key.scopes.map((one) => SCOPE_WORDS[one]).join(', ')}`,
    where: tellWorkloads(key.workloads),
    limits: tellLimits(key.limits),
    used: usedMs === null ? 'not used since the start' : `used ${formatAgo(usedMs, nowMs)}`,
    explanation: [
      `Id\t${key.id}`,
      `Made\t${formatInstant(createdMs)}`,
      `Last used\t${usedMs === null ? 'not since this server started' : formatInstant(usedMs)}`,
      `Workloads\t${key.workloads === null ? 'all' : key.workloads.join(', ')}`,
    ].join('\n'),
  };
}
