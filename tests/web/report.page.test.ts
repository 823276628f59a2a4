import { expect, it } from 'vitest';
import { buildReport } from '../../web/report/build-report.ts';
import { sampleItem } from './support/sample-portfolio.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

it('the report sums what is known, says of how many, and shows nothing missing as zero', () => {
  const unknown = {
    workload: 'b',
    title: 'B',
    value_usd_month: null,
    cost_usd_month: null,
    roi: null,
    exposure: null,
    decision_due: '2026-11-10',
    overdue: true,
    awaiting: 'b-1',
  };
  const { figures, rows, news } = buildReport([sampleItem(), sampleItem(unknown)], NOW);
  expect(figures[0]).toMatchObject({ name: 'Value', aside: 'a month, of 1 of 2 workloads' });
  expect(figures.slice(3).map(({ value }) => value)).toEqual(['1', '1']);
  expect(rows.find(({ id }) => id === 'b')).toMatchObject({
    value: '—',
    cost: '—',
    roi: '—',
    exposure: '—',
    due: '10 Nov, overdue',
    awaiting: 'b-1',
  });
  const retired = buildReport([sampleItem({ stage: 'retired' }), sampleItem(unknown)], NOW);
  expect(retired.rows.map(({ stage }) => stage)).toEqual(expect.arrayContaining(['retired', null]));
  expect(news.due).toEqual([expect.objectContaining({ id: 'b', isOverdue: true })]);
});
