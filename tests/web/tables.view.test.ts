import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAlertsSearch } from '../../web/alerts/alerts-search.ts';
import { readDecisionsSearch } from '../../web/decisions/decisions-search.ts';
import { readPortfolioSearch } from '../../web/portfolio/portfolio-search.ts';
import { readRecordSearch } from '../../web/record/record-search.ts';
import { readRulesSearch } from '../../web/rules/rules-search.ts';
import { readAddress, writeAddress } from '../../web/shell/address.ts';
import { sortRows } from '../../web/tables/sort-rows.ts';
import {
  nextSort,
  readTableSearch,
  readTableView,
  toggleColumn,
  type TableColumn,
} from '../../web/tables/table-view.ts';
import { buildSignalGroups } from '../../web/workload/build-signal-groups.ts';
import { buildSignalsCsv, orderSignals } from '../../web/workload/order-signals.ts';
import { readWorkloadSearch } from '../../web/workload/workload-search.ts';
import { sampleAssessment } from './support/sample-assessment.ts';
import { sampleItem } from './support/sample-portfolio.ts';

const NOW = Date.UTC(2026, 10, 21, 3);

type Key = 'name' | 'size' | 'note';
const COLUMNS: readonly TableColumn<Key>[] = [
  { key: 'name', name: 'Name', sorts: 'ascending', isFixed: true },
  { key: 'size', name: 'Size', sorts: 'descending' },
  { key: 'note', name: 'Note' },
];

describe('how a table is read', () => {
  it('is restored by its address exactly', () => {
    const search = { sort: '-size', hide: 'size,note' };
    expect(readTableSearch(readAddress(writeAddress(search)), COLUMNS)).toEqual(search);
    const view = readTableView(search, COLUMNS);
    expect(view.sort).toEqual({ key: 'size', isDescending: true });
    expect([...view.shown]).toEqual(['name']);
  });

  it('drops columns that there are not, cannot be hidden or do not sort', () => {
    const odd = { sort: 'note', hide: 'name,constructor,note' };
    expect(readTableSearch(odd, COLUMNS)).toEqual({ hide: 'note' });
    expect(readTableSearch({ sort: '--size', hide: '' }, COLUMNS)).toEqual({});
  });

  it('shows a hidden column again, and keeps an address short', () => {
    expect(toggleColumn(new Set<Key>(), 'note')).toBe('note');
    expect(toggleColumn(new Set<Key>(['note']), 'note')).toBeUndefined();
  });

  it('turns round on a second press, and begins with what reads best', () => {
    const [name, size] = COLUMNS;
    expect(nextSort(null, size!)).toBe('-size');
    expect(nextSort({ key: 'size', isDescending: true }, size!)).toBe('size');
    expect(nextSort({ key: 'size', isDescending: true }, name!)).toBe('name');
  });

  it('is part of the address of every page that has a table', () => {
    expect(readPortfolioSearch({ sort: '-roi', hide: 'due' })).toEqual({
      sort: '-roi',
      hide: 'due',
    });
    expect(readDecisionsSearch({ sort: 'review', hide: 'signed' })).toEqual({
      sort: 'review',
      hide: 'signed',
    });
    expect(readAlertsSearch({ tab: 'ended', sort: '-lasted', hide: 'why' })).toEqual({
      tab: 'ended',
      sort: '-lasted',
      hide: 'why',
    });
    expect(readRulesSearch({ sort: '-week', hide: 'last' })).toEqual({
      sort: '-week',
      hide: 'last',
    });
    expect(readRecordSearch({ sort: 'when', hide: 'why' })).toEqual({ hide: 'why' });
    expect(readWorkloadSearch({ q: 'cost', sort: 'status', hide: 'n' })).toEqual({
      q: 'cost',
      sort: 'status',
      hide: 'n',
    });
  });
});

describe('rows in the order of a column', () => {
  const rows = fc.array(
    fc.record({ at: fc.nat(), value: fc.option(fc.integer({ max: 5, min: 0 })) }),
  );

  it('are the same rows, unknown ones last, equal ones as they were', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (given, isDescending) => {
        const all = given.map((row, at) => ({ ...row, at }));
        const sorted = sortRows(all, ({ value }) => value, isDescending);
        expect(sorted.toSorted((a, b) => a.at - b.at)).toEqual(all);
        for (const [index, row] of sorted.entries()) {
          const before = sorted[index - 1];
          if (before === undefined) continue;
          if (before.value === null) expect(row.value).toBeNull();
          if (before.value === null || row.value === null) continue;
          expect(isDescending ? row.value <= before.value : row.value >= before.value).toBe(true);
          if (row.value === before.value) expect(row.at).toBeGreaterThan(before.at);
        }
      }),
    );
  });

  it('have names as people order them', () => {
    const names = ['w-10', 'W-2', 'w-1'];
    expect(sortRows(names, (name) => name, false)).toEqual(['w-1', 'W-2', 'w-10']);
  });
});

describe('the signals', () => {
  const assessment = sampleAssessment(sampleItem({}), NOW);
  const groups = buildSignalGroups(assessment, NOW);
  const count = (shown: typeof groups): number =>
    shown.reduce((sum, { rows, folded }) => sum + rows.length + folded.length, 0);

  it('are found by every word, those that are folded away too', () => {
    const folded = groups.flatMap((group) => group.folded)[0];
    const known = folded ?? groups[0]!.rows[0]!;
    const found = orderSignals(groups, known.title, null);
    expect(found.flatMap(({ rows }) => rows.map(({ id }) => id))).toContain(known.id);
    expect(orderSignals(groups, 'no signal says this', null)).toEqual([]);
  });

  it('stay with their axis in whatever order', () => {
    const sorted = orderSignals(groups, '', { key: 'signal', isDescending: true });
    expect(sorted.map(({ axis }) => axis)).toEqual(groups.map(({ axis }) => axis));
    expect(count(sorted)).toBe(count(groups));
    const titles = sorted[0]!.rows.map(({ title }) => title);
    expect(titles).toEqual(sortRows(titles, (title) => title, true));
  });

  it('are exported as they are shown, a line each, unknown numbers empty', () => {
    const lines = buildSignalsCsv(groups, assessment.signals).trim().split('\r\n');
    expect(lines).toHaveLength(1 + count(groups));
    expect(lines[0]).toMatch(/^signal,title,axis,role,status,state,value,low,high,unit/);
  });
});
