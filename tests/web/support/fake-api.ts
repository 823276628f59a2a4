import type { PortfolioItem } from '../../../decisions/assessment/portfolio.ts';
import { sampleAssessment, sampleVerdicts } from './sample-assessment.ts';
import { sampleSignals } from './sample-signals.ts';
import { manyWorkloads, worstPortfolio } from './hard-portfolios.ts';
import { samplePortfolio, daysBefore } from './sample-portfolio.ts';
import { sampleSeries } from './sample-series.ts';

export type FakeStore = 'usual' | 'worst' | 'many' | 'empty';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const stepMs = (step: string): number => Number.parseInt(step, 10) * (UNIT_MS[step.slice(-1)] ?? 1);

export function fakePortfolio(store: FakeStore, nowMs: number): PortfolioItem[] {
  if (store === 'empty') return [];
  if (store === 'worst') return worstPortfolio(nowMs);
  return store === 'many' ? manyWorkloads(nowMs, 200) : samplePortfolio(nowMs);
}

function fakeRun(index: number, atMs: number, workload: string) {
  return {
    kind: 'run',
    id: `run-${index}`,
    ts: new Date(atMs - index * 61_000).toISOString(),
    workload,
    stage: 'production',
    release: index % 3 === 0 ? '2.3' : '2.4',
    model: 'gpt-4.1',
    provider: 'openai',
    segment: 'de',
    prompt_version: null,
    trace_id: index % 4 === 3 ? null : `4bf92f3577b34da6a3ce929d0e0e47${(16 + index).toString(16)}`,
    conversation: null,
    attributes: null,
    latency_ms: 900 + ((index * 313) % 2400),
    ok: index % 7 !== 2,
    error: index % 7 === 2 ? 'upstream <b>timeout</b> after 30 s' : null,
    tokens_in: 1200 + index,
    tokens_cached: null,
    tokens_out: 310,
    tokens_reasoning: null,
    cost_usd: index % 5 === 4 ? null : 0.0042 + index / 10_000,
    cost_source: 'priced',
    confidence: null,
    hallucination: index % 6 === 1 ? true : index % 2 === 0 ? false : null,
    tool_calls: 3,
    tool_failures: index % 5 === 0 ? 1 : 0,
    outcome: ['accepted', 'edited', null, 'rejected'][index % 4],
    escalated: null,
    value_usd: null,
    minutes_saved: null,
  };
}

/** What the server would answer to a GET; undefined where there is nothing. */
export function fakeAnswer(store: FakeStore, address: URL, nowMs: number): unknown {
  const items = fakePortfolio(store, nowMs);
  const { pathname: path, searchParams: query } = address;
  if (path === '/api/session')
    return {
      kind: 'session',
      name: 'Administrator',
      scopes: ['admin'],
      demo: true,
      demo_loading: false,
    };
  if (path === '/api/portfolio') return { items, next: null, at: new Date(nowMs).toISOString() };
  const [, id = '', part = ''] = /^\/api\/workloads\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  const item = items.find(({ workload }) => workload === id);
  if (item === undefined) return undefined;
  if (part === '') {
    return {
      id,
      title: item.title,
      stage: item.stage,
      policy: 'customer-facing',
      risk_class: 'customer-facing',
      purpose: 'Drafts answers for the first-line team.',
      rollout: { mode: 'limited', percent: item.exposure ?? 0 },
      owners:
        item.owner === null
          ? {}
          : { business: item.owner, technical: 'Kai Olsen', operations: 'Run team' },
      decision_due: item.decision_due ?? undefined,
      runbook_url: 'https://runbooks.example/contract-review',
    };
  }
  if (part === 'assessment') {
    const full = sampleAssessment(item, nowMs);
    if (store !== 'worst') return full;
    return {
      ...full,
      blocked_by: [],
      counterfactual: { binding: [], changes: [], samples_needed: [], turning_points: [] },
      signals: full.signals.map((signal) => ({
        ...signal,
        title: `${signal.title} of a rather long name`,
        state: 'not_instrumented',
        status: 'uncertain',
        value: null,
        low: null,
        high: null,
        n: 0,
        evidence: {
          ...signal.evidence,
          value: null,
          low: null,
          high: null,
          n: 0,
          state: 'not_instrumented',
        },
      })),
    };
  }
  const toMs = Date.parse(query.get('to') ?? '') || nowMs;
  const fromMs = Date.parse(query.get('from') ?? '') || toMs - 28 * 86_400_000;
  const within = ({ at }: { at: string }) => Date.parse(at) >= fromMs && Date.parse(at) <= toMs;
  if (part === 'verdicts') return { items: sampleVerdicts(item, nowMs).filter(within), next: null };
  if (part === 'marks') {
    return {
      items: [
        {
          at: daysBefore(nowMs, 60),
          kind: 'release',
          title: 'Release 2.2',
          detail: '10 % of traffic',
        },
        {
          at: daysBefore(nowMs, 27),
          kind: 'release',
          title: 'Release 2.3',
          detail: '25 % of traffic',
        },
        {
          at: daysBefore(nowMs, 12),
          kind: 'config',
          title: 'Configuration',
          detail: 'temperature 0.2',
        },
        {
          at: daysBefore(nowMs, 11),
          kind: 'release',
          title: 'Release 2.4',
          detail: '25 % of traffic',
        },
        {
          at: daysBefore(nowMs, 5),
          kind: 'incident',
          title: 'Incident INC-481',
          detail: 'ERP connector down, restored after 34 minutes',
        },
        {
          at: daysBefore(nowMs, 4.8),
          kind: 'rollback',
          title: 'Rollback to 2.3',
          detail: 'restored by rollback',
        },
      ].filter(within),
      next: null,
    };
  }
  if (part === 'series') {
    const name = query.get('signal') ?? '';
    const signal = sampleSignals(nowMs).find((one) => one.signal === name);
    const step = query.get('step') ?? '1d';
    const centre = store === 'worst' ? null : (signal?.value ?? null);
    const points = sampleSeries(fromMs, toMs, stepMs(step), centre ?? 1, name.length);
    return {
      signal: name,
      unit: signal?.unit ?? '',
      step,
      points:
        centre === null
          ? points.map((point) => ({ ...point, value: null, low: null, high: null, n: 0 }))
          : points,
    };
  }
  if (part === 'runs')
    return {
      items:
        store === 'worst' ? [] : Array.from({ length: 24 }, (_, index) => fakeRun(index, toMs, id)),
      next: store === 'worst' ? null : 'more',
    };
  return undefined;
}
