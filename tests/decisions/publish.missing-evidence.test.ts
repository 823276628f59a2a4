import { describe, expect, it } from 'vitest';
import { pendingVerdict } from '../../decisions/engine/publish.ts';
import { DAY, DWELL, last, run } from './run-proposals.ts';

describe('missing evidence', () => {
  it('does not let missing evidence lift a published stop or redesign, however long it is missing', () => {
    for (const verdict of ['stop', 'redesign'] as const) {
      const all = run([
        [verdict, 8 * DAY],
        ['hold', 60 * DAY, verdict],
      ]);
      expect(last(all)).toMatchObject({
        published: verdict,
        proposed: 'hold',
        keptForMissing: true,
      });
      expect(pendingVerdict(DWELL, last(all))).toBeNull();
    }
  });

  it('does not let missing evidence take stop further than the last known statuses would', () => {
    expect(
      last(
        run([
          ['stop', 8 * DAY],
          ['hold', 1, 'redesign'],
        ]),
      ).published,
    ).toBe('stop');
  });

  it('lifts a stop that only what is known lifts, though other signals are missing', () => {
    expect(
      last(
        run([
          ['stop', 8 * DAY],
          ['hold', 1, 'hold'],
        ]),
      ).published,
    ).toBe('hold');
    expect(
      last(
        run([
          ['stop', 8 * DAY],
          ['hold', 1, 'scale'],
        ]),
      ).published,
    ).toBe('hold');
  });

  it('lets missing evidence end a stop that was only pending', () => {
    expect(
      last(
        run([
          ['stop', 6 * DAY],
          ['hold', 1, 'stop'],
        ]),
      ),
    ).toMatchObject({ published: 'hold', keptForMissing: false });
  });

  it('publishes a more severe verdict whatever is missing', () => {
    expect(
      last(
        run([
          ['redesign', 4 * DAY],
          ['stop', 7 * DAY + 1],
        ]),
      ).published,
    ).toBe('stop');
  });
});
