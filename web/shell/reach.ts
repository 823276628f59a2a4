/** Between two attempts to fetch a part of the dashboard from a server that does not answer. */
const PAUSE_MS = 2000;

interface World {
  /** Whether the server answers at all. */
  readonly isThere: () => Promise<boolean>;
  readonly wait: (ms: number) => Promise<void>;
}

const browser: World = {
  isThere: () =>
    fetch('/healthz', { cache: 'no-store' }).then(
      () => true,
      () => false,
    ),
  wait: (ms) => new Promise((resolve) => window.setTimeout(resolve, ms)),
};

/**
 * Fetches a part of the dashboard that is loaded when needed. While the server is away it is tried
 * again until it is back; a server that answers but has not got the part is of another version,
 * and that is thrown.
 */
export async function reach<Part>(load: () => Promise<Part>, world = browser): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch (cause) {
      if (await world.isThere()) return await load().catch(() => Promise.reject(cause));
      await world.wait(PAUSE_MS);
    }
  }
}

/** Fetches a part before it is needed: whoever needs it fetches it too, and tells if that fails. */
export function fetchAhead(load: () => Promise<unknown>): void {
  reach(load).catch(() => undefined);
}
