import type { ImportProgress } from '../../ingest/import/import-file.ts';
import { progressText, type ProgressStart } from '../../ingest/import/progress-text.ts';

/** What an import says while it runs, on standard error. */
export interface ImportDisplay {
  progress(name: string, progress: ImportProgress): void;
  remark(text: string): void;
  /** Leaves the line free for what comes next. */
  clear(): void;
}

const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;
const CLEAR_LINE = '\r\x1b[2K';

const MAX_NAME = 24;

/** Figures matter more than the end of a long name. */
const shortened = (name: string): string =>
  name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name;

/** One line that moves on a terminal, a plain line every few seconds anywhere else. */
export function createDisplay(out: NodeJS.WriteStream, now: () => number): ImportDisplay {
  const everyMs = out.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS;
  let lastMs = now();
  let start: (ProgressStart & { readonly name: string }) | null = null;
  const clear = (): void => void (out.isTTY && out.write(CLEAR_LINE));
  return {
    progress(name, progress) {
      const nowMs = now();
      const { state, bytesRead } = progress;
      if (start?.name !== name) {
        start = { name, atMs: nowMs, done: state.done, bytesRead };
        return;
      }
      if (nowMs - lastMs < everyMs) return;
      lastMs = nowMs;
      const text = `${shortened(name)} ${progressText(progress, start, nowMs)}`;
      out.write(out.isTTY ? CLEAR_LINE + text.slice(0, out.columns - 1) : `${text}\n`);
    },
    remark(text) {
      clear();
      out.write(`${text}\n`);
    },
    clear,
  };
}
