import { describe, expect, it } from 'vitest';
import { buildPortfolioCsv } from '../../web/portfolio/build-portfolio-csv.ts';
import { nextSort } from '../../web/tables/table-view.ts';
import { PORTFOLIO_COLUMNS } from '../../web/portfolio/portfolio-columns.ts';
import { orderPortfolio } from '../../web/portfolio/order-portfolio.ts';
import {
  readPortfolioChoice,
  readPortfolioSearch,
  toggleVerdict,
} from '../../web/portfolio/portfolio-search.ts';
import { readAddress, writeAddress } from '../../web/shell/address.ts';
import { sampleItem, samplePortfolio } from './support/sample-portfolio.ts';

const NOW = Date.UTC(2026, 10, 21, 3);
const order = (search: Record<string, unknown>): string[] =>
  orderPortfolio(samplePortfolio(NOW), readPortfolioChoice(readPortfolioSearch(search))).map(
    ({ workload }) => workload,
  );

describe('the address', () => {
  it('restores a choice exactly', () => {
    const search = { verdict: 'scale,stop', q: 'a b&c', sort: '-value' };
    const written = writeAddress(search);
    expect(written).toBe('?verdict=scale,stop&q=a+b%26c&sort=-value');
    expect(readPortfolioSearch(readAddress(written))).toEqual(search);
  });

  it('drops what makes no sense, and stays empty for the usual view', () => {
    expect(readPortfolioSearch({ verdict: 'maybe', sort: 'constructor', q: '' })).toEqual({});
    expect(writeAddress({ q: undefined })).toBe('');
  });

  it('keeps texts that look like numbers or JSON as texts', () => {
    expect(readAddress('?q=42')).toEqual({ q: '42' });
    expect(readAddress('?q={"a":1}')).toEqual({ q: '{"a":1}' });
  });
});

describe('order and filter', () => {
  it('put what to scale first, larger value before smaller', () => {
    expect(order({}).slice(0, 3)).toEqual(['support-copilot', 'code-review', 'invoice-extraction']);
  });

  it('keep unknown figures last, whichever way the order runs', () => {
    expect(order({ sort: 'value' }).at(-1)).toBe('hr-assistant');
    expect(order({ sort: '-value' }).at(-1)).toBe('hr-assistant');
  });

  it('find a workload by a part of its name or owner, whatever the case', () => {
    expect(order({ q: 'CONTRACT' })).toEqual(['contract-review']);
    expect(order({ q: 'nair' })).toEqual(['code-review']);
  });

  it('combine verdicts', () => {
    expect(order({ verdict: 'stop,redesign' })).toEqual(['knowledge-search', 'sales-email']);
    expect(toggleVerdict(['scale'], 'stop')).toBe('scale,stop');
    expect(toggleVerdict(['scale'], 'scale')).toBeUndefined();
  });

  it('turn round on a second click', () => {
    const press = (sort: string | undefined, key: string): string =>
      nextSort(
        readPortfolioChoice(readPortfolioSearch({ sort })).sort,
        PORTFOLIO_COLUMNS.find((column) => column.key === key)!,
      );
    expect(press(undefined, 'value')).toBe('-value');
    expect(press('-value', 'value')).toBe('value');
    expect(press(undefined, 'title')).toBe('title');
    expect(press(undefined, 'verdict')).toBe('-verdict');
  });
});

describe('the exported file', () => {
  const lines = (items: Parameters<typeof buildPortfolioCsv>[0]): string[] =>
    buildPortfolioCsv(items).split('\r\n');

  it('has one line a workload and leaves unknown cells empty', () => {
    const [header, row, end] = lines([sampleItem({ value_usd_month: null, roi: null })]);
    expect(end).toBe('');
    const cells = row!.split(',');
    expect(cells[header!.split(',').indexOf('cost_usd_month')]).toBe('6200');
    expect(row).toContain(',,6200,12345,');
  });

  it('quotes separators and quotation marks', () => {
    expect(lines([sampleItem({ title: 'Say "hi", please' })])[1]).toContain('"Say ""hi"", please"');
  });

  it('never starts a formula with text from outside', () => {
    expect(lines([sampleItem({ title: '=HYPERLINK("x")' })])[1]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(lines([sampleItem({ value_usd_month: -5 })])[1]).toContain(',-5,');
  });
});
