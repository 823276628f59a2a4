import type { LiveSource } from './live-connection.ts';

type Listener = Parameters<LiveSource['addEventListener']>[1];

/** What tabs tell one another. */
type TabMessage =
  /** A tab came, and wants to know whether the stream is there. */
  | { readonly kind: 'hello' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'event'; readonly type: string; readonly data: unknown };

/** The part of a BroadcastChannel that is used. */
interface TabChannel {
  postMessage(message: TabMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

/** What tabs of one browser have in common. */
export interface Tabs {
  readonly locks: Pick<LockManager, 'request'>;
  readonly openChannel: () => TabChannel;
  /** A stream of one's own. */
  readonly openStream: () => LiveSource;
}

const LOCK = 'bellwether-stream';
const CONNECTING = 0;
const OPEN = 1;

const isTabMessage = (value: unknown): value is TabMessage =>
  typeof value === 'object' && value !== null && 'kind' in value;

/**
 * One stream for all tabs: a browser allows six connections to a host, and a stream takes one for as long
 * as it lives. The tab that holds the lock holds the stream and tells the others; when it closes, the next
 * takes over. Whoever is signed in reads the same events in every tab.
 * @returns opens a source; a tab that did not lead before it opens another takes the lock away
 */
export function createSharedSource(tabs: Tabs): () => LiveSource {
  let before: SharedSource | null = null;
  return () => {
    const isImpatient = before !== null && !before.hasLed();
    before = openSharedSource(tabs, isImpatient);
    return before;
  };
}

interface SharedSource extends LiveSource {
  hasLed(): boolean;
}

function openSharedSource(
  { locks, openChannel, openStream }: Tabs,
  isImpatient: boolean,
): SharedSource {
  const listeners = new Map<string, Listener>();
  const channel = openChannel();
  const leaving = new AbortController();
  let stream: LiveSource | null = null;
  let release = (): void => {};
  let hasLed = false;
  let hasHeard = false;

  const hand = (type: string, data: unknown): void => listeners.get(type)?.({ data });

  function lead(): Promise<void> {
    if (leaving.signal.aborted) return Promise.resolve();
    hasLed = true;
    if (hasHeard) {
      // What came between the tab that held the stream before and this one was heard by nobody.
      channel.postMessage({ kind: 'lost' });
      hand('error', undefined);
    }
    const opened = openStream();
    stream = opened;
    for (const type of listeners.keys()) {
      opened.addEventListener(type, ({ data }) => {
        if (opened !== stream) return;
        channel.postMessage(type === 'error' ? { kind: 'lost' } : { kind: 'event', type, data });
        hand(type, data);
      });
    }
    return new Promise((resolve) => {
      release = resolve;
    });
  }

  function rest(): void {
    stream?.close();
    stream = null;
  }

  function stand(steal: boolean): void {
    locks.request(LOCK, steal ? { steal } : { signal: leaving.signal }, lead).catch(() => {
      // Another tab took the lock away: it heard nothing from here.
      rest();
      if (!leaving.signal.aborted) stand(false);
    });
  }

  channel.addEventListener('message', ({ data: message }) => {
    if (!isTabMessage(message)) return;
    if (message.kind === 'hello') {
      if (stream?.readyState === OPEN)
        channel.postMessage({ kind: 'event', type: 'ping', data: '{}' });
    } else if (stream === null) {
      hasHeard = true;
      if (message.kind === 'lost') hand('error', undefined);
      else hand(message.type, message.data);
    }
  });
  channel.postMessage({ kind: 'hello' });
  stand(isImpatient);

  return {
    get readyState() {
      return stream?.readyState ?? CONNECTING;
    },
    hasLed: () => hasLed,
    addEventListener: (type, listener) => void listeners.set(type, listener),
    close() {
      leaving.abort();
      rest();
      channel.close();
      release();
    },
  };
}

/** How this browser opens live sources: shared where tabs can agree on who holds it. */
export function openSource(): () => LiveSource {
  const openStream = (): LiveSource => new EventSource('/api/stream');
  // Only where the page came over TLS or from this machine are there locks.
  const { locks } = navigator as { readonly locks?: LockManager };
  if (locks === undefined || !('BroadcastChannel' in window)) return openStream;
  return createSharedSource({
    locks,
    openChannel: () => new BroadcastChannel(LOCK),
    openStream,
  });
}
