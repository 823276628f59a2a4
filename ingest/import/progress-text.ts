import type { ImportOutcome, ImportProgress } from './import-file.ts';
import type { ImportState } from './import-state.ts';

/** Where a run started, to tell how fast it goes. */
export interface ProgressStart {
  readonly atMs: number;
  readonly done: number;
  readonly bytesRead: number;
}

const BAR_CELLS = 10;

const whole = (count: number): string => Math.round(count).toLocaleString('en');

function plural(count: number, one: string, many: string): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/**
 * How far an import is, in one line: percent of the bytes, events, events a second, refused, time left.
 * Speed and time left are absent until something has been answered.
 */
export function progressText(
  { state, bytesRead, bytesTotal }: ImportProgress,
  start: ProgressStart,
  nowMs: number,
): string {
  const share = bytesTotal === 0 ? 1 : Math.min(1, bytesRead / bytesTotal);
  const filled = Math.floor(share * BAR_CELLS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  const seconds = (nowMs - start.atMs) / 1000;
  const records = state.done - start.done;
  const bytes = bytesRead - start.bytesRead;
  const parts = [
    `${bar} ${Math.floor(share * 100)} %`,
    plural(state.done, 'event', 'events'),
    ...(seconds > 0 && records > 0 ? [`${whole(records / seconds)}/s`] : []),
    ...(state.refused > 0 ? [`${whole(state.refused)} refused`] : []),
    ...(seconds > 0 && bytes > 0
      ? [`${duration(((bytesTotal - bytesRead) / bytes) * seconds)} left`]
      : []),
  ];
  return parts.join(' · ');
}

function refusalLines({ refused, told }: ImportState): string[] {
  const lines = told.map(
    ({ line, path, message }) => `  line ${line}: ${path === '' ? '' : `${path}: `}${message}`,
  );
  const more = refused - told.length;
  return more > 0 ? [...lines, `  and ${whole(more)} more; the quarantine shows all`] : lines;
}

/** How an import ended, in a few lines for whoever started it. */
export function outcomeText(name: string, { kind, state }: ImportOutcome): string {
  const counts = `${plural(state.taken, 'event', 'events')} taken, ${whole(state.known)} known before, ${whole(state.refused)} refused`;
  const lines = {
    finished: `${name}: ${counts}`,
    already: `${name}: already imported (${state.finished_at}): ${counts}; --again sends it once more`,
    stopped: `${name}: stopped after record ${whole(state.done)}: ${counts}; the same command goes on there`,
  };
  return [lines[kind], ...refusalLines(state)].join('\n');
}
