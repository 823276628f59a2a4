import type { ClientReport } from './client-report.ts';
import type { AnswerMeaning, Rejection } from './read-answer.ts';
import type { BufferedEvent } from './write-event.ts';

function workloadOf({ line }: BufferedEvent): unknown {
  return (JSON.parse(line) as { workload?: unknown }).workload;
}

/** The server names the first event of a forbidden workload; the others would only be named later. */
function withoutForbidden(
  batch: readonly BufferedEvent[],
  rejected: readonly Rejection[],
  report: ClientReport,
): BufferedEvent[] {
  const forbidden = new Map<unknown, string>();
  for (const { index, message } of rejected) {
    const event = batch[index];
    if (event) forbidden.set(workloadOf(event), message);
  }
  return batch.filter((event) => {
    const message = forbidden.get(workloadOf(event));
    if (message === undefined) return true;
    report.rejected(event, 'workload', message);
    return false;
  });
}

/**
 * Reports what became of the events of a request.
 * @returns those that have to be sent again
 */
export function settleBatch(
  batch: readonly BufferedEvent[],
  meaning: AnswerMeaning,
  report: ClientReport,
): readonly BufferedEvent[] {
  switch (meaning.kind) {
    case 'taken':
      report.taken(meaning.accepted, meaning.duplicates);
      for (const { index, path, message } of meaning.rejected) {
        const event = batch[index];
        if (event) report.rejected(event, path, message);
      }
      return [];
    case 'some_forbidden':
      return withoutForbidden(batch, meaning.rejected, report);
    case 'too_large':
    case 'unreadable':
      if (batch.length !== 1) return batch;
      for (const event of batch) {
        const message = meaning.kind === 'too_large' ? 'too large for a request' : meaning.message;
        report.rejected(event, '', message);
      }
      return [];
    case 'later':
    case 'refused':
      return batch;
  }
}
