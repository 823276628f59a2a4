import { describe, expect, it } from 'vitest';
import { findReturnRange, RETURN_RANGES } from '../../web/return/return-lengths.ts';
import { findRange, RANGES } from '../../web/workload/ranges.ts';
import { readWorkloadSearch } from '../../web/workload/workload-search.ts';

describe('the length of time of overview and return', () => {
  it('is one part of the address, and every length of the return is one of the overview', () => {
    for (const { id } of RETURN_RANGES) {
      expect(readWorkloadSearch({ range: id }).range).toBe(id);
      expect([findRange(id).id, findReturnRange(id).id]).toEqual([id, id]);
    }
  });

  it('is the shortest a return can be told over where the overview shows less', () => {
    expect(RANGES.map(({ id }) => findReturnRange(id).id)).toEqual([
      '28d',
      '28d',
      '28d',
      '90d',
      '364d',
    ]);
  });

  it('is each page\u2019s own where the address says nothing', () => {
    expect([findRange(undefined).id, findReturnRange(undefined).id]).toEqual(['28d', '90d']);
  });

  it('is read from addresses of the return as they once were', () => {
    expect(readWorkloadSearch({ tab: 'return', over: '364d' }).range).toBe('364d');
    expect(readWorkloadSearch({ tab: 'return', over: '364d', range: '28d' }).range).toBe('28d');
    expect(readWorkloadSearch({ tab: 'compare', over: '364d' }).range).toBeUndefined();
  });
});
