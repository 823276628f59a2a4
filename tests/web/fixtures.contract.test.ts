import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { workloadDocument } from '../../core/workload.ts';
import { assessment, verdictChange } from '../../decisions/assessment/assessment.ts';
import { portfolioItem } from '../../decisions/assessment/portfolio.ts';
import { seriesPoint } from '../../signals/series.ts';
import { fakeAnswer, type FakeStore } from './support/fake-api.ts';

const NOW = Date.UTC(2026, 10, 21, 3);
const STORES: readonly FakeStore[] = ['usual', 'worst', 'many', 'empty'];
const ask = (store: FakeStore, path: string): unknown =>
  fakeAnswer(store, new URL(path, 'http://fake'), NOW);

describe('what the view models are tested with is what the server answers', () => {
  it.each(STORES)('portfolio of the %s store', (store) => {
    z.object({ items: z.array(portfolioItem), next: z.null(), at: z.iso.datetime() }).parse(
      ask(store, '/api/portfolio'),
    );
  });

  it.each(['usual', 'worst'] as const)('workload of the %s store', (store) => {
    const path = '/api/workloads/support-copilot';
    workloadDocument.parse(JSON.parse(JSON.stringify(ask(store, path))));
    assessment.parse(ask(store, `${path}/assessment`));
    z.object({ items: z.array(verdictChange) }).parse(ask(store, `${path}/verdicts`));
    z.object({ points: z.array(seriesPoint) }).parse(
      ask(store, `${path}/series?signal=error_rate&step=1d`),
    );
  });

  it('an unknown workload is not there', () => {
    expect(ask('usual', '/api/workloads/nobody/assessment')).toBeUndefined();
  });
});
