import { describe, expect, it } from 'vitest';
import type { LiveSource } from '../../web/live/live-connection.ts';
import { createSharedSource, type Tabs } from '../../web/live/shared-source.ts';

/** Lets everything that is settled be dealt with. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

class Stream implements LiveSource {
  readyState = 1;
  readonly listeners = new Map<string, (event: { data?: unknown }) => void>();
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  send(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data });
  }
}

type Channel = ReturnType<Tabs['openChannel']>;

/** A browser's locks and channels, for one lock. */
function createBrowser() {
  const streams: Stream[] = [];
  const channels = new Map<Channel, ((event: { readonly data: unknown }) => void)[]>();
  const waiting: { readonly run: () => void }[] = [];
  let holder: { readonly lose: () => void } | null = null;
  const next = (): void => {
    holder = null;
    waiting.shift()?.run();
  };
  const request = (
    _: string,
    { steal = false, signal }: LockOptions,
    held: () => Promise<void>,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const me = { lose: () => reject(new Error('stolen')) };
      const run = (): void => {
        holder = me;
        void held().then(() => {
          if (holder !== me) return;
          next();
          resolve();
        });
      };
      const turn = { run };
      signal?.addEventListener('abort', () => {
        if (waiting.includes(turn)) waiting.splice(waiting.indexOf(turn), 1);
        reject(new Error('left'));
      });
      void Promise.resolve().then(() => {
        if (steal) holder?.lose();
        if (steal || holder === null) run();
        else waiting.push(turn);
      });
    });
  const openChannel = (): Channel => {
    const heard: ((event: { readonly data: unknown }) => void)[] = [];
    const channel: Channel = {
      addEventListener: (_, listener) => void heard.push(listener),
      postMessage: (data) => {
        const others = [...channels.values()].filter((other) => other !== heard).flat();
        void Promise.resolve().then(() => others.forEach((listener) => listener({ data })));
      },
      close: () => void channels.delete(channel),
    };
    channels.set(channel, heard);
    return channel;
  };
  const openStream = (): Stream => {
    const stream = new Stream();
    streams.push(stream);
    return stream;
  };
  const tabs = { locks: { request: request as Tabs['locks']['request'] }, openChannel, openStream };
  /** A tab, and what it hears. */
  const openTab = () => {
    const open = createSharedSource(tabs);
    const heard: string[] = [];
    const connect = (): LiveSource => {
      const source = open();
      for (const type of ['open', 'ping', 'telemetry', 'error'])
        source.addEventListener(type, ({ data }) =>
          heard.push(typeof data === 'string' ? `${type} ${data}` : type),
        );
      return source;
    };
    return { heard, connect };
  };
  return { streams, openTab };
}

describe('tabs of one browser', () => {
  it('hold one stream between them, and all hear what it tells', async () => {
    const { streams, openTab } = createBrowser();
    const [one, two, three] = [openTab(), openTab(), openTab()];
    for (const tab of [one, two, three]) tab.connect();
    await settle();
    expect(streams).toHaveLength(1);
    streams[0]!.send('telemetry', 'a');
    await settle();
    const told = [one, two, three].map(({ heard }) => heard.filter((event) => event !== 'ping {}'));
    expect(told).toEqual([['telemetry a'], ['telemetry a'], ['telemetry a']]);
  });

  it('that come later learn at once that the stream is there', async () => {
    const { openTab } = createBrowser();
    openTab().connect();
    await settle();
    const late = openTab();
    late.connect();
    await settle();
    expect(late.heard).toEqual(['ping {}']);
  });

  it('take over when the one that holds it closes', async () => {
    const { streams, openTab } = createBrowser();
    const [one, two] = [openTab(), openTab()];
    const held = one.connect();
    await settle();
    two.connect();
    await settle();
    held.close();
    await settle();
    expect(streams.map(({ readyState }) => readyState)).toEqual([2, 1]);
    // Lost, so that everything is asked again when it opens: nobody heard what came in between.
    expect(two.heard.at(-1)).toBe('error');
    streams[1]!.send('telemetry', 'b');
    expect(two.heard).toContain('telemetry b');
    expect(one.heard).not.toContain('telemetry b');
  });

  it('that wait and close leave no stream behind', async () => {
    const { streams, openTab } = createBrowser();
    const [one, two] = [openTab(), openTab()];
    const held = one.connect();
    await settle();
    const waits = two.connect();
    await settle();
    waits.close();
    held.close();
    await settle();
    expect(streams.map(({ readyState }) => readyState)).toEqual([2]);
  });

  it('hear that the stream is lost, without counting it as given up', async () => {
    const { streams, openTab } = createBrowser();
    openTab().connect();
    await settle();
    const two = openTab();
    const source = two.connect();
    await settle();
    streams[0]!.readyState = 2;
    streams[0]!.send('error');
    await settle();
    expect(two.heard).toEqual(['ping {}', 'error']);
    expect(source.readyState).toBe(0);
  });

  it('take the stream away from one that fell silent, which listens from then on', async () => {
    const { streams, openTab } = createBrowser();
    const [one, two] = [openTab(), openTab()];
    one.connect();
    await settle();
    // What a connection does after a silence: it closes its source and opens another.
    two.connect().close();
    two.connect();
    await settle();
    expect(streams.map(({ readyState }) => readyState)).toEqual([2, 1]);
    streams[1]!.send('telemetry', 'c');
    await settle();
    expect([one.heard.at(-1), two.heard.at(-1)]).toEqual(['telemetry c', 'telemetry c']);
  });
});
