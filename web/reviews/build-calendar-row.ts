import type { DueReview } from '../api/review-queries.ts';
import { formatPlural } from '../format/number.ts';
import { daysUntil, formatCalendarDay, formatDay, instantMs } from '../format/time.ts';

/** One workload in the calendar. */
export interface CalendarRow {
  readonly id: string;
  readonly title: string;
  readonly due: string;
  readonly when: string;
  readonly isOverdue: boolean;
  readonly last: string;
  readonly actions: string;
  readonly hasLate: boolean;
}

/** When a workload's review is due, in words. */
export function buildCalendarRow(item: DueReview, nowMs: number): CalendarRow {
  const days = item.due === null ? null : daysUntil(item.due, nowMs);
  return {
    id: item.workload,
    title: item.title,
    due: item.due === null ? 'no date' : formatCalendarDay(item.due, nowMs),
    when: tellWhen(days, item.overdue, item.cadence),
    isOverdue: item.overdue,
    last: item.last_held === null ? 'never' : formatDay(instantMs(item.last_held), nowMs),
    actions:
      item.open_actions === 0
        ? 'no action open'
        : `${formatPlural(item.open_actions, 'action')} open${item.late_actions > 0 ? `, ${item.late_actions} late` : ''}`,
    hasLate: item.late_actions > 0,
  };
}

function tellWhen(days: number | null, isOverdue: boolean, cadence: string | null): string {
  if (days === null) return cadence === null ? 'no cadence in the record' : `every ${cadence}`;
  if (isOverdue) return `overdue by ${formatPlural(Math.max(1, -days), 'day')}`;
  return days <= 0 ? 'today' : `in ${formatPlural(days, 'day')}`;
}
