import type { PortfolioItem } from '../../../decisions/assessment/portfolio.ts';

const DAY_MS = 86_400_000;

/** An instant some days before (or, negative, after) another. */
export function daysBefore(nowMs: number, days: number): string {
  return new Date(nowMs - days * DAY_MS).toISOString();
}

const strong = (because: string) => ({ state: 'strong' as const, because });
const weak = (because: string) => ({ state: 'weak' as const, because });
export const unproven = (because: string) => ({ state: 'unproven' as const, because });

type Reading = ReturnType<typeof strong | typeof weak | typeof unproven>;

/** Three readings as the axes of an item. */
export function axes(
  value: Reading,
  operations: Reading,
  economics: Reading,
): PortfolioItem['axes'] {
  return [
    { axis: 'value', ...value },
    { axis: 'operations', ...operations },
    { axis: 'economics', ...economics },
  ];
}

/** One plain workload on hold, to be changed by a test. */
export function sampleItem(change: Partial<PortfolioItem> = {}): PortfolioItem {
  return {
    workload: 'support-copilot',
    title: 'Support copilot',
    verdict: 'hold',
    proposed: 'hold',
    since: '2026-10-03T08:00:00.000Z',
    pending: null,
    axes: axes(
      strong('2 of 2 required signals pass'),
      strong('4 of 4 required signals pass'),
      unproven('roi is uncertain'),
    ),
    sentence: 'Not proven yet: return on cost needs 340 more samples.',
    value_usd_month: 18_400,
    cost_usd_month: 6200,
    runs_month: 12_345,
    unpriced_runs_month: 0,
    roi: 2.97,
    roi_interval: { low: 2.1, high: 4.02, n: 12_345, state: 'ok' },
    exposure: 25,
    mode: null,
    operating_burden: 0.25,
    stage: 'production',
    owner: 'Dana Ruiz',
    decision_due: '2026-12-31',
    overdue: false,
    awaiting: null,
    alerts: 0,
    last_event_at: '2026-11-21T03:00:00.000Z',
    assessed_at: '2026-10-03T08:00:00.000Z',
    verdict_week_ago: 'hold',
    ...change,
  };
}

/** A made-up organisation with every verdict in it. */
export function samplePortfolio(nowMs: number): PortfolioItem[] {
  const day = (days: number) => daysBefore(nowMs, -days).slice(0, 10);
  return [
    sampleItem({
      verdict: 'scale',
      proposed: 'scale',
      since: daysBefore(nowMs, 2.2),
      verdict_week_ago: 'hold',
      axes: axes(
        strong('value per run and acceptance pass'),
        strong('6 of 6 required signals pass'),
        strong('return and unit cost pass'),
      ),
      sentence:
        'Value, operations and economics are proven: raise exposure from 25 % to 50 % and watch tool calls.',
      value_usd_month: 184_300,
      cost_usd_month: 41_220,
      runs_month: 128_400,
      roi: 4.47,
      roi_interval: { low: 4.1, high: 4.9, n: 128_400, state: 'ok' },
      operating_burden: 0,
      decision_due: day(9),
    }),
    sampleItem({
      workload: 'code-review',
      title: 'Code review assistant',
      verdict: 'scale',
      proposed: 'hold',
      since: daysBefore(nowMs, 41),
      pending: { verdict: 'hold', since: daysBefore(nowMs, 0.1), until: daysBefore(nowMs, -0.1) },
      verdict_week_ago: 'scale',
      sentence: 'Earns twice its cost with every required signal inside its limit.',
      value_usd_month: 52_900,
      cost_usd_month: 23_800,
      runs_month: 40_210,
      roi: 2.22,
      roi_interval: { low: 1.9, high: 2.6, n: 40_210, state: 'ok' },
      exposure: 60,
      operating_burden: 0,
      owner: 'Priya Nair',
      decision_due: day(55),
      axes: axes(strong('1 of 1 passes'), strong('6 of 6 pass'), strong('2 of 2 pass')),
    }),
    sampleItem({
      workload: 'invoice-extraction',
      title: 'Invoice extraction',
      verdict: 'hold',
      since: daysBefore(nowMs, 5.4),
      verdict_week_ago: 'scale',
      sentence:
        'Promising, but tool calls succeed only 91 % of the time since the ERP outage: harden before scaling.',
      value_usd_month: 97_000,
      cost_usd_month: 38_400,
      roi: 2.53,
      roi_interval: { low: 2.2, high: 2.9, n: 61_002, state: 'ok' },
      operating_burden: 0.33,
      alerts: 2,
      exposure: 100,
      owner: 'Tom Becker',
      axes: axes(
        strong('1 of 1 passes'),
        weak('tool_call_success fails: 91.2 % [90.1–92.4], limit 95 %'),
        strong('2 of 2 pass'),
      ),
    }),
    sampleItem({
      workload: 'contract-review',
      title: 'Contract review',
      verdict: 'hold',
      proposed: 'redesign',
      since: daysBefore(nowMs, 9),
      pending: {
        verdict: 'redesign',
        since: daysBefore(nowMs, 0.9),
        until: daysBefore(nowMs, -2.1),
      },
      verdict_week_ago: 'hold',
      sentence:
        'Hallucinations have doubled since release 2.4: hold exposure, and point the redesign at retrieval.',
      value_usd_month: 21_050,
      cost_usd_month: 17_900,
      roi: 1.18,
      roi_interval: { low: 0.9, high: 1.5, n: 2890, state: 'ok' },
      operating_burden: 0.5,
      exposure: 10,
      decision_due: day(-12),
      overdue: true,
      axes: axes(
        strong('1 of 1 passes'),
        weak('hallucination_rate fails'),
        unproven('roi is uncertain'),
      ),
    }),
    sampleItem({
      workload: 'knowledge-search',
      title: 'Knowledge search',
      verdict: 'redesign',
      proposed: 'redesign',
      since: daysBefore(nowMs, 3.1),
      verdict_week_ago: 'hold',
      sentence:
        'Reliable, but its unit cost has tripled in six weeks: route fewer questions to the large model.',
      value_usd_month: 12_400,
      cost_usd_month: 19_800,
      roi: 0.63,
      roi_interval: { low: 0.55, high: 0.7, n: 88_120, state: 'ok' },
      operating_burden: 0,
      exposure: 100,
      decision_due: null,
      axes: axes(
        strong('1 of 1 passes'),
        strong('6 of 6 pass'),
        weak('roi fails: 0.63× [0.55–0.70], limit 1.2×'),
      ),
    }),
    sampleItem({
      workload: 'sales-email',
      title: 'Sales email drafts',
      verdict: 'stop',
      proposed: 'stop',
      since: daysBefore(nowMs, 16),
      verdict_week_ago: 'stop',
      sentence: 'Hardly used, and what is used does not earn its cost: wind it down.',
      value_usd_month: 410,
      cost_usd_month: 3150,
      roi: 0.13,
      roi_interval: { low: 0.08, high: 0.2, n: 950, state: 'ok' },
      operating_burden: 0.17,
      exposure: 100,
      owner: null,
      axes: axes(weak('adoption fails'), unproven('uptime is uncertain'), weak('roi fails')),
    }),
    sampleItem({
      workload: 'hr-assistant',
      title: 'HR assistant',
      verdict: 'hold',
      proposed: 'hold',
      since: null,
      verdict_week_ago: null,
      sentence: 'Too new to tell: 61 runs so far, about 240 more are needed.',
      value_usd_month: null,
      cost_usd_month: 18.42,
      runs_month: 61,
      roi: null,
      roi_interval: { low: null, high: null, n: 61, state: 'too_few' },
      operating_burden: null,
      exposure: 5,
      stage: 'sandbox',
      owner: null,
      decision_due: day(30),
      alerts: null,
      axes: axes(unproven('no value is known'), unproven('too few runs'), unproven('too few runs')),
    }),
  ];
}
