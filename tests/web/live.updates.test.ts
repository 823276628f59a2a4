import { beforeEach, describe, expect, it } from 'vitest';
import { createChangeBatch, type Timers } from '../../web/live/change-batch.ts';
import {
  openLiveConnection,
  type LiveSource,
  type LiveState,
} from '../../web/live/live-connection.ts';

/** A clock that stands still until it is moved. */
function createClock() {
  let now = 0;
  let next = 1;
  const waiting = new Map<number, { at: number; run: () => void }>();
  const timers: Timers = {
    set(run, delayMs) {
      waiting.set(next, { at: now + delayMs, run });
      return next++;
    },
    clear: (timer) => void waiting.delete(timer as number),
  };
  function advance(byMs: number): void {
    const until = now + byMs;
    for (;;) {
      const due = [...waiting]
        .filter(([, { at }]) => at <= until)
        .toSorted((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      waiting.delete(due[0]);
      now = due[1].at;
      due[1].run();
    }
    now = until;
  }
  return { timers, advance };
}

/** Lets what is already settled be dealt with. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
};

describe('changes', () => {
  it('are told at once when it was quiet, then at most once a pause', async () => {
    const { timers, advance } = createClock();
    const told: string[][] = [];
    const tell = ({ workloads }: { workloads: ReadonlySet<string> }) =>
      Promise.resolve(told.push([...workloads]));
    const batch = createChangeBatch(tell, 1000, timers);
    batch.note(['a']);
    expect(told).toEqual([['a']]);
    batch.note(['a']);
    batch.note(['b']);
    await settle();
    expect(told).toHaveLength(1);
    advance(1000);
    expect(told).toEqual([['a'], ['a', 'b']]);
    await settle();
    advance(5000);
    expect(told).toHaveLength(2);
    batch.note(['c']);
    expect(told).toHaveLength(3);
  });

  it('wait for a slow server, and the last one is still told', async () => {
    const { timers, advance } = createClock();
    const told: string[][] = [];
    const answers: (() => void)[] = [];
    const batch = createChangeBatch(
      ({ workloads }) =>
        new Promise<void>((resolve) => {
          told.push([...workloads]);
          answers.push(resolve);
        }),
      1000,
      timers,
    );
    batch.note(['a']);
    advance(10_000);
    batch.note(['b']);
    advance(10_000);
    expect(told).toEqual([['a']]);
    answers[0]!();
    await settle();
    advance(1000);
    expect(told).toEqual([['a'], ['b']]);
  });

  it('are told again after a telling that failed', async () => {
    const { timers, advance } = createClock();
    let told = 0;
    const batch = createChangeBatch(
      () => {
        told += 1;
        return Promise.reject(new Error('no answer'));
      },
      1000,
      timers,
    );
    batch.note(['a']);
    batch.note(['b']);
    await settle();
    advance(1000);
    expect(told).toBe(2);
  });

  it('are not told after the end', async () => {
    const { timers, advance } = createClock();
    let told = 0;
    const batch = createChangeBatch(() => Promise.resolve((told += 1)), 1000, timers);
    batch.note(['a']);
    batch.note(['b']);
    batch.stop();
    await settle();
    advance(5000);
    expect(told).toBe(1);
  });
});

class FakeSource implements LiveSource {
  readyState = 1;
  isClosed = false;
  readonly listeners = new Map<string, (event: { data?: unknown }) => void>();
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.isClosed = true;
  }
  send(type: string, data?: unknown): void {
    this.listeners.get(type)?.({ data: JSON.stringify(data) });
  }
  sendRaw(type: string, data: string): void {
    this.listeners.get(type)?.({ data });
  }
}

describe('the event stream', () => {
  let sources: FakeSource[];
  let states: LiveState[];
  let changed: string[][];
  let resumed: number;
  let tailed: number;
  let alerted: number;
  let decided: number;
  let clock: ReturnType<typeof createClock>;
  let close: () => void;

  beforeEach(() => {
    sources = [];
    states = [];
    changed = [];
    resumed = 0;
    tailed = 0;
    alerted = 0;
    decided = 0;
    clock = createClock();
    close = openLiveConnection(
      () => {
        const source = new FakeSource();
        sources.push(source);
        return source;
      },
      {
        onState: (state) => states.push(state),
        onChange: (workloads) => changed.push([...workloads]),
        onAlert: () => (alerted += 1),
        onDecision: () => (decided += 1),
        onTail: () => (tailed += 1),
        onResume: () => (resumed += 1),
      },
      clock.timers,
    );
  });

  it('tells of a decision and of the workload it is about', () => {
    sources[0]!.send('decision', { workload: 'a' });
    expect([decided, changed]).toEqual([1, [['a']]]);
  });

  it('says which workloads changed, by telemetry or by verdict', () => {
    sources[0]!.send('telemetry', { workloads: ['a', 'b'] });
    sources[0]!.send('verdict', { workload: 'c', verdict: 'stop' });
    expect(changed).toEqual([['a', 'b'], ['c']]);
    expect(states).toEqual(['live']);
  });

  it('says that lines of the portfolio were worked out anew, which no page of a workload is about', () => {
    sources[0]!.send('assessed', { workloads: ['a', 'b'] });
    expect(changed).toEqual([[]]);
    expect(states).toEqual(['live']);
  });

  it('says that something came in, and counts that as a sign of life', () => {
    sources[0]!.send('tail', { seq: 7 });
    expect(tailed).toBe(1);
    expect(states).toEqual(['live']);
    expect(changed).toEqual([]);
  });

  it('says that alerts changed, and of which workloads', () => {
    sources[0]!.send('alert', { workloads: ['a'] });
    expect(alerted).toBe(1);
    expect(changed).toEqual([['a']]);
  });

  it('survives a message it cannot read', () => {
    sources[0]!.sendRaw('telemetry', '{');
    sources[0]!.sendRaw('telemetry', '{"workloads": 3}');
    expect(changed).toEqual([[], []]);
  });

  it('is lost on an error, and everything is asked again once it is back', () => {
    sources[0]!.send('ping');
    sources[0]!.readyState = 0;
    sources[0]!.send('error');
    expect(states).toEqual(['live', 'lost']);
    sources[0]!.send('ping');
    expect(states).toEqual(['live', 'lost', 'live']);
    expect(resumed).toBe(1);
  });

  it('asks again for what came before a stream that is late to begin with', () => {
    clock.advance(501);
    sources[0]!.send('open');
    sources[0]!.send('ping');
    expect(resumed).toBe(1);
  });

  it('asks for nothing again where the stream began in time', () => {
    sources[0]!.send('open');
    clock.advance(501);
    sources[0]!.send('ping');
    expect(resumed).toBe(0);
  });

  it('opens a new one where the browser has given up', () => {
    sources[0]!.send('ping');
    sources[0]!.readyState = 2;
    sources[0]!.send('error');
    clock.advance(1000);
    expect(sources).toHaveLength(2);
  });

  it('counts silence as loss', () => {
    sources[0]!.send('ping');
    clock.advance(39_000);
    expect(states).toEqual(['live']);
    clock.advance(2000);
    expect(states).toEqual(['live', 'lost']);
    expect(sources[0]!.isClosed).toBe(true);
  });

  it('counts silence from the first moment as loss', () => {
    clock.advance(60_000);
    expect(sources.length).toBeGreaterThan(1);
    expect(states).toContain('lost');
  });

  it('stays closed once closed', () => {
    sources[0]!.send('ping');
    close();
    clock.advance(120_000);
    expect(sources).toHaveLength(1);
    expect(sources[0]!.isClosed).toBe(true);
  });
});
