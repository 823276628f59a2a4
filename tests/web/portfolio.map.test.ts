import { describe, expect, it } from 'vitest';
import { buildPortfolioMap } from '../../web/portfolio/build-portfolio-map.ts';
import { placeLabels } from '../../web/portfolio/place-labels.ts';
import { spreadPoints } from '../../web/portfolio/spread-points.ts';
import { manyWorkloads } from './support/hard-portfolios.ts';
import { sampleItem, samplePortfolio } from './support/sample-portfolio.ts';

const NOW = Date.UTC(2026, 10, 21, 3);

describe('the map', () => {
  const map = buildPortfolioMap(samplePortfolio(NOW), 900, 400);
  const find = (id: string) => map.points.find((point) => point.id === id)!;

  it('puts a better return higher and a heavier burden further right', () => {
    expect(find('support-copilot').y).toBeLessThan(find('code-review').y);
    expect(find('contract-review').x).toBeGreaterThan(find('invoice-extraction').x);
  });

  it('puts what does not earn its cost below break-even', () => {
    expect(find('knowledge-search').y).toBeGreaterThan(map.breakEven.y);
    expect(find('code-review').y).toBeLessThan(map.breakEven.y);
  });

  it('names what it leaves out instead of drawing it at 0', () => {
    expect(map.leftOut).toEqual(['HR assistant']);
    expect(map.points.some(({ id }) => id === 'hr-assistant')).toBe(false);
  });

  it('keeps a loss and an enormous return on the map, and says that its ends are open', () => {
    const extremes = buildPortfolioMap(
      [sampleItem({ workload: 'a', roi: -2 }), sampleItem({ workload: 'b', roi: 5000 })],
      900,
      400,
    );
    for (const { y } of extremes.points) {
      expect(y).toBeGreaterThan(extremes.plot.top);
      expect(y).toBeLessThan(extremes.plot.bottom);
    }
    expect(extremes.yTicks.at(0)?.text).toBe('≤ 0.125×');
    expect(extremes.yTicks.at(-1)?.text).toBe('≥ 32×');
  });

  it('tells interval, sample and window of each point', () => {
    expect(find('support-copilot').explanation).toContain(
      'Return\t4.47× [4.10–4.90], n 128,400, 30 days',
    );
  });
});

describe('two hundred points', () => {
  it('never cover each other', () => {
    const { points } = buildPortfolioMap(manyWorkloads(NOW, 200), 900, 640);
    for (const [index, a] of points.entries()) {
      for (const b of points.slice(index + 1)) {
        expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(12);
      }
    }
  });

  it('keep their heights', () => {
    const spread = spreadPoints(
      [
        { x: 100, y: 50 },
        { x: 100, y: 50 },
        { x: 100, y: 50 },
      ],
      { left: 0, right: 400 },
    );
    expect(spread.map(({ y }) => y)).toEqual([50, 50, 50]);
    expect(new Set(spread.map(({ x }) => x)).size).toBe(3);
  });
});

describe('labels', () => {
  const plot = { left: 0, right: 300, top: 0, bottom: 200 };

  it('take the left side where the right has no room', () => {
    const [label] = placeLabels([{ text: 'Support copilot', x: 290, y: 100 }], plot);
    expect(label?.anchor).toBe('end');
  });

  it('are left out rather than put over something else', () => {
    const crowd = Array.from({ length: 60 }, (_, index) => ({
      text: 'A workload',
      x: 150 + (index % 6) * 9,
      y: 60 + Math.floor(index / 6) * 9,
    }));
    const placed = placeLabels(crowd, plot);
    expect(placed.some((label) => label === null)).toBe(true);
  });

  it('are shortened when long', () => {
    const [label] = placeLabels([{ text: 'x'.repeat(60), x: 20, y: 100 }], plot);
    expect(label?.text).toBe(`${'x'.repeat(25)}…`);
  });
});
