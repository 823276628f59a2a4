import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../core/time.ts';
import { pendingVerdict, publish } from '../../decisions/engine/publish.ts';
import { DAY, DWELL, hourOf, last, run, START_MS, type Stretch } from './run-proposals.ts';

describe('publishing', () => {
  it('is hold before anything was published, since the first grid instant', () => {
    const [first] = run([['scale', 1]]);
    expect(first).toMatchObject({ published: 'hold', sinceMs: START_MS, proposed: 'scale' });
  });

  it.each([
    ['redesign', 3],
    ['stop', 7],
    ['scale', 7],
  ] as const)(
    'publishes %s after %i days of the same proposal, not an hour before',
    (verdict, days) => {
      const all = run([
        ['hold', 5],
        [verdict, days * DAY + 1],
      ]);
      expect(hourOf(all, verdict)).toBe(5 + days * DAY);
      expect(last(all).sinceMs).toBe(START_MS + (5 + days * DAY) * HOUR_MS);
    },
  );

  it('starts the dwell anew when another proposal comes between', () => {
    const interrupted: Stretch[] = [
      ['scale', 6 * DAY],
      ['hold', 1],
    ];
    expect(hourOf(run([...interrupted, ['scale', 7 * DAY]]), 'scale')).toBe(-1);
    expect(hourOf(run([...interrupted, ['scale', 7 * DAY + 1]]), 'scale')).toBe(13 * DAY + 1);
  });

  it('holds while it waits, and says for what and until when', () => {
    const waiting = last(
      run([
        ['hold', 2],
        ['stop', 30],
      ]),
    );
    expect(waiting.published).toBe('hold');
    expect(pendingVerdict(DWELL, waiting)).toEqual({
      verdict: 'stop',
      sinceMs: START_MS + 2 * HOUR_MS,
      untilMs: START_MS + 2 * HOUR_MS + 7 * DAY_MS,
    });
  });

  it('has nothing pending once the proposal is published', () => {
    expect(pendingVerdict(DWELL, last(run([['scale', 8 * DAY]])))).toBeNull();
  });

  it.each(['hold', 'redesign', 'stop'] as const)(
    'turns a published scale that is no longer proposed into hold at once, while %s is proposed',
    (next) => {
      const all = run([
        ['scale', 8 * DAY],
        [next, 1],
      ]);
      expect(last(all)).toMatchObject({ published: 'hold', sinceMs: START_MS + 8 * DAY * HOUR_MS });
    },
  );

  it('turns scale into hold at once even where a policy lets hold dwell', () => {
    const slow = { ...DWELL, hold: 2 * DAY_MS };
    expect(
      last(
        run(
          [
            ['scale', 8 * DAY],
            ['hold', 1],
          ],
          slow,
        ),
      ).published,
    ).toBe('hold');
    const redesigned: Stretch[] = [
      ['redesign', 4 * DAY],
      ['hold', 2 * DAY],
    ];
    expect(last(run(redesigned, slow)).published).toBe('redesign');
    expect(last(run([...redesigned, ['hold', 1]], slow)).published).toBe('hold');
  });

  it('goes on waiting for stop after scale became hold', () => {
    const all = run([
      ['scale', 8 * DAY],
      ['stop', 7 * DAY + 1],
    ]);
    expect(hourOf(all, 'stop')).toBe(15 * DAY);
  });

  it('publishes hold at once when a published redesign or stop is no longer proposed', () => {
    expect(
      last(
        run([
          ['redesign', 4 * DAY],
          ['hold', 1],
        ]),
      ).published,
    ).toBe('hold');
    expect(
      last(
        run([
          ['stop', 8 * DAY],
          ['hold', 1],
        ]),
      ).published,
    ).toBe('hold');
  });

  it('counts hours that proposed stop towards redesign once redesign is proposed', () => {
    const all = run([
      ['stop', 2 * DAY],
      ['redesign', DAY + 1],
    ]);
    expect(hourOf(all, 'redesign')).toBe(3 * DAY);
    const pending = pendingVerdict(DWELL, all[2 * DAY]!);
    expect(pending).toEqual({
      verdict: 'redesign',
      sinceMs: START_MS,
      untilMs: START_MS + 3 * DAY_MS,
    });
  });

  it('publishes redesign at once when stop was proposed for longer than its dwell', () => {
    expect(
      hourOf(
        run([
          ['stop', 5 * DAY],
          ['redesign', 1],
        ]),
        'redesign',
      ),
    ).toBe(5 * DAY);
  });

  it('does not count hours that proposed redesign towards stop', () => {
    const all = run([
      ['redesign', 2 * DAY],
      ['stop', 7 * DAY],
    ]);
    expect(hourOf(all, 'stop')).toBe(-1);
  });

  it('does not count stop from before a hold', () => {
    expect(
      hourOf(
        run([
          ['stop', 2 * DAY],
          ['hold', 1],
          ['redesign', 2 * DAY],
        ]),
        'redesign',
      ),
    ).toBe(-1);
  });

  it('changes nothing when the same instant is published again', () => {
    const all = run([
      ['scale', 8 * DAY],
      ['stop', 3],
    ]);
    const end = last(all);
    const atMs = START_MS + (all.length - 1) * HOUR_MS;
    expect(publish(DWELL, { proposed: 'stop', asLastKnown: 'stop' }, end, atMs)).toEqual(end);
  });
});
