import { describe, expect, it } from 'vitest';
import { applyCaps, NO_BLOCKS } from '../../decisions/engine/caps.ts';
import { VERDICTS } from '../../decisions/policy/policy.ts';

const passed = { gate: 'owners', state: 'passed', evidence: 'record' } as const;
const open = { gate: 'owners', state: 'open', evidence: 'no owner named' } as const;

describe('caps', () => {
  it('leave scale alone when every required gate passed and nothing blocks', () => {
    expect(applyCaps('scale', ['owners'], [passed], NO_BLOCKS)).toEqual({
      proposed: 'scale',
      blockedBy: [],
    });
    expect(applyCaps('scale', [], [open], NO_BLOCKS).proposed).toBe('scale');
  });

  it('turn scale into hold and name everything in the way', () => {
    const blocks = { alerts: ['tools-failing', 'spend'], decisionExpired: true };
    expect(applyCaps('scale', ['owners', 'rollback_rehearsed'], [open], blocks)).toEqual({
      proposed: 'hold',
      blockedBy: [
        'gate:owners',
        'gate:rollback_rehearsed',
        'alert:tools-failing',
        'alert:spend',
        'decision:expired',
      ],
    });
  });

  it.each([
    ['a required gate that is open', { gates: [open], blocks: NO_BLOCKS }, 'gate:owners'],
    ['a required gate nobody knows of', { gates: [], blocks: NO_BLOCKS }, 'gate:owners'],
    ['an alert', { gates: [passed], blocks: { alerts: ['a'], decisionExpired: false } }, 'alert:a'],
    [
      'an expired decision',
      { gates: [passed], blocks: { alerts: [], decisionExpired: true } },
      'decision:expired',
    ],
  ])('%s alone suffices', (_title, { gates, blocks }, blockedBy) => {
    expect(applyCaps('scale', ['owners'], gates, blocks)).toEqual({
      proposed: 'hold',
      blockedBy: [blockedBy],
    });
  });

  it.each(VERDICTS.filter((verdict) => verdict !== 'scale'))('never change %s', (verdict) => {
    const blocks = { alerts: ['a'], decisionExpired: true };
    expect(applyCaps(verdict, ['owners'], [open], blocks)).toEqual({
      proposed: verdict,
      blockedBy: [],
    });
  });
});
