const MARK = 'trace:';

/** What stands for a trace among the ids that are counted once. */
export const traceMark = (traceId: string): string => MARK + traceId;

/** The trace that an id stands for; null where it is an event's. */
export const markedTrace = (id: string): string | null =>
  id.startsWith(MARK) ? id.slice(MARK.length) : null;
