import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepAt } from '../../web/charts/crosshair.ts';
import { buildAlertStretches, type LaneAlert } from '../../web/workload/build-alert-stretches.ts';
import { stepOf } from '../../web/workload/runs-step.ts';
import { readWorkloadSearch } from '../../web/workload/workload-search.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 21, 3);
const span = { fromMs: NOW - 100 * HOUR, toMs: NOW };

describe('the instant that is pointed at', () => {
  it('is the nearest step on every chart whose span holds it, whatever its steps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 50 }),
        fc.integer({ min: 0, max: 100 }),
        (count, share) => {
          const stepMs = (span.toMs - span.fromMs) / count;
          const steps = Array.from({ length: count }, (_, i) => span.fromMs + (i + 0.5) * stepMs);
          const atMs = span.fromMs + ((span.toMs - span.fromMs) * share) / 100;
          const found = stepAt(span, steps, atMs);
          expect(Math.abs(steps[found!]! - atMs)).toBeLessThanOrEqual(stepMs / 2 + 1);
        },
      ),
    );
  });

  it('is nothing on a chart that does not reach there, or has no step', () => {
    expect(stepAt(span, [NOW - HOUR], NOW + 1)).toBeNull();
    expect(stepAt(span, [NOW - HOUR], null)).toBeNull();
    expect(stepAt(span, [], NOW)).toBeNull();
    expect(stepAt(span, [NOW - HOUR], NOW)).toBe(0);
  });
});

const alert = (
  id: string,
  from: number,
  to: number | null,
  more: Partial<LaneAlert> = {},
): LaneAlert => ({
  id,
  title: `Alert ${id}`,
  severity: 'warn',
  fired_at: new Date(NOW - from * HOUR).toISOString(),
  resolved_at: to === null ? null : new Date(NOW - to * HOUR).toISOString(),
  ...more,
});

describe('alerts on the axis of the chart', () => {
  it('stand where and as long as they fired, those that overlap as one', () => {
    const stretches = buildAlertStretches(
      [alert('c', 10, null), alert('b', 55, 45, { severity: 'page' }), alert('a', 60, 50)],
      span,
      NOW,
    );
    expect(stretches).toMatchObject([
      { id: 'b', count: 2, severity: 'page', from: 40, width: expect.closeTo(15), isOpen: false },
      { id: 'c', count: 1, severity: 'warn', from: 90, width: expect.closeTo(10), isOpen: true },
    ]);
    expect(stretches[0]?.explanation).toContain('Alert a');
  });

  it('are left out where they were over before, and begin at the edge where they fired before', () => {
    const stretches = buildAlertStretches(
      [alert('old', 300, 200), alert('on', 150, 90)],
      span,
      NOW,
    );
    expect(stretches).toMatchObject([{ id: 'on', from: 0, width: 10 }]);
  });

  it('name no more of a storm than can be read, and count the rest', () => {
    const storm = Array.from({ length: 40 }, (_, i) => alert(`s${i}`, 20, 10));
    const [stretch] = buildAlertStretches(storm, span, NOW);
    expect(stretch?.count).toBe(40);
    expect(stretch?.explanation).toContain('And 34 more');
  });
});

it('a step whose raw runs are listed is restored by its address, with an end of its own', () => {
  const address = { point: '2026-11-03T00:00:00.000Z', until: '2026-11-10T00:00:00.000Z' };
  expect(readWorkloadSearch(address)).toEqual(address);
  expect(stepOf(address.point, address.until, HOUR)).toEqual({
    from: address.point,
    to: address.until,
  });
  expect(readWorkloadSearch({ until: '<script>' })).toEqual({});
  const backwards = stepOf(address.until, address.point, HOUR);
  expect(Date.parse(backwards.to)).toBeGreaterThan(Date.parse(backwards.from));
});
