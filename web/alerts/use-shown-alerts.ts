import { useMemo, useState } from 'react';
import { readSeverities, type AlertsSearch } from './alerts-search.ts';
import { chooseAlerts, foremostOf, groupAlerts, shownRows } from './build-alert-groups.ts';
import type { AlertRow } from './build-alert-row.ts';

/** Whether an alert is among the rows of a group that are left out. */
const isHidden = (
  rows: readonly AlertRow[],
  cut: readonly AlertRow[],
  alert: string | undefined,
): boolean => rows.some(({ id }) => id === alert) && !cut.some(({ id }) => id === alert);

/** Which alerts fit the address, put together, and how much of every group is shown. */
export function useShownAlerts(rows: readonly AlertRow[], search: AlertsSearch) {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const { severity, workload, q, only, group, alert } = search;
  const by = group ?? 'workload';
  const groups = useMemo(() => {
    const fitting = chooseAlerts(rows, {
      severities: readSeverities(severity),
      workload,
      text: q ?? '',
      isOpenOnly: only === 'open',
    });
    const grouped = groupAlerts(fitting, by);
    const foremost = foremostOf(fitting.length, grouped.length);
    return grouped.map((one) => {
      const cut = shownRows(one, foremost);
      const isOpened = expanded.has(one.key) || isHidden(one.rows, cut, alert);
      return { group: one, shown: isOpened ? one.rows : cut };
    });
  }, [rows, severity, workload, q, only, by, expanded, alert]);
  const lines = useMemo(() => groups.flatMap(({ shown }) => shown), [groups]);
  const expand = (key: string): void =>
    setExpanded((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return { by, groups, lines, expanded, expand };
}
