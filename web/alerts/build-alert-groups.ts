import type { Severity } from '../api/alert-queries.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { type GroupedBy } from './alerts-search.ts';
import { SEVERITIES } from './severities.ts';
import type { AlertRow } from './build-alert-row.ts';
import { SEVERITY_WORDS } from './severity-words.ts';

/** Which alerts are shown. */
export interface AlertChoice {
  /** None: all. */
  readonly severities: readonly Severity[];
  readonly workload: string | undefined;
  readonly text: string;
  /** Only those that nobody has taken. */
  readonly isOpenOnly: boolean;
}

/** Alerts that belong together. */
export interface AlertGroup {
  readonly key: string;
  readonly title: string;
  readonly counts: Readonly<Record<Severity, number>>;
  /** That nobody has taken. */
  readonly untaken: number;
  readonly rows: readonly AlertRow[];
}

/** The loudest first; of one loudness what nobody has taken, and of that what has waited longest. */
export function compareAlerts(a: AlertRow, b: AlertRow): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(a.isTaken) - Number(b.isTaken) ||
    a.firedMs - b.firedMs ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The alerts that fit a choice; every word of a text has to be in an alert. */
export function chooseAlerts(rows: readonly AlertRow[], choice: AlertChoice): AlertRow[] {
  const words = choice.text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    (row) =>
      (choice.severities.length === 0 || choice.severities.includes(row.severity)) &&
      (choice.workload === undefined || choice.workload === row.workload) &&
      !(choice.isOpenOnly && row.isTaken) &&
      words.every((word) => row.text.includes(word)),
  );
}

/** How many alerts there are of each loudness. */
export function countSeverities(rows: readonly AlertRow[]): Record<Severity, number> {
  const counts = { page: 0, warn: 0, info: 0 };
  for (const { severity } of rows) counts[severity] += 1;
  return counts;
}

function keyOf(row: AlertRow, by: GroupedBy): { key: string; title: string } {
  if (by === 'severity') return { key: row.severity, title: SEVERITY_WORDS[row.severity].word };
  return by === 'rule'
    ? { key: row.rule, title: row.title }
    : { key: row.workload, title: row.workload };
}

/** When the loudest of a group first fired, and whether nobody has taken one of those. */
function urgencyOf({ rows }: Pick<AlertGroup, 'rows'>) {
  const severity = rows[0]?.severity ?? 'info';
  const loudest = rows.filter((row) => row.severity === severity);
  return {
    rank: SEVERITIES.indexOf(severity),
    isTaken: loudest.every(({ isTaken }) => isTaken),
    sinceMs: Math.min(...loudest.map(({ firedMs }) => firedMs)),
  };
}

/** As alerts are ordered; a group stays where it is until the last of its loudest is taken. */
function compareGroups(one: AlertGroup, other: AlertGroup): number {
  const [a, b] = [urgencyOf(one), urgencyOf(other)];
  return (
    a.rank - b.rank ||
    Number(a.isTaken) - Number(b.isTaken) ||
    a.sinceMs - b.sinceMs ||
    (one.key < other.key ? -1 : 1)
  );
}

/** Alerts put together, groups and alerts each with what matters most first. */
export function groupAlerts(rows: readonly AlertRow[], by: GroupedBy): readonly AlertGroup[] {
  const groups = new Map<string, { title: string; rows: AlertRow[] }>();
  for (const row of rows.toSorted(compareAlerts)) {
    const { key, title } = keyOf(row, by);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { title, rows: [row] });
  }
  return [...groups]
    .map(([key, group]) => ({
      key,
      ...group,
      counts: countSeverities(group.rows),
      untaken: group.rows.filter(({ isTaken }) => !isTaken).length,
    }))
    .toSorted(compareGroups);
}

/** From so many alerts on a group shows only its foremost, so that every group can be seen. */
const MANY = 40;
/** Lines that all groups share then. */
const LINES = 60;
const MOST_FOREMOST = 5;

/**
 * How many rows a group shows before it is asked for the rest; null: all.
 * @example foremostOf(300, 40) // 1
 * @example foremostOf(12, 4) // null
 */
export function foremostOf(alerts: number, groups: number): number | null {
  if (alerts <= MANY) return null;
  return Math.max(1, Math.min(MOST_FOREMOST, Math.floor(LINES / Math.max(1, groups))));
}

/**
 * A group's rows that are shown.
 * @param foremost of {@link foremostOf}
 */
export function shownRows(
  { rows }: Pick<AlertGroup, 'rows'>,
  foremost: number | null,
): readonly AlertRow[] {
  // One more line says as much as the line that would say there is one more.
  return foremost === null || rows.length <= foremost + 1 ? rows : rows.slice(0, foremost);
}

/** What fires, in one sentence. */
export function tellAlerts(rows: readonly AlertRow[]): string {
  if (rows.length === 0) return 'Nothing fires.';
  const workloads = new Set(rows.map(({ workload }) => workload)).size;
  const fires = rows.length === 1 ? '1 alert fires' : `${formatCount(rows.length)} alerts fire`;
  const untaken = rows.filter(({ isTaken }) => !isTaken).length;
  const taken =
    untaken === 0
      ? 'all are in hand'
      : untaken === rows.length
        ? 'nobody has taken any'
        : `${formatCount(untaken)} not taken yet`;
  return rows.length === 1
    ? `${fires} on ${rows[0]?.workload}${untaken === 0 ? ', and is in hand' : ''}.`
    : `${fires} on ${formatPlural(workloads, 'workload')}, ${taken}.`;
}
