import { DEFAULT_MIN_SAMPLE, MEAN_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalDefinition } from '../catalogue-entry.ts';
import { findJudgedProportion } from '../estimators/judged-proportion.ts';
import { findProportion } from '../estimators/proportion.ts';
import { LOW_CONFIDENCE_BELOW } from '../measures.ts';
import { findReviewBurden } from '../economics/review-time.ts';
import { findRollbackTime } from '../operations/rollback-time.ts';
import { findToolCallSuccess } from '../operations/tool-calls.ts';
import { findUptime } from '../operations/uptime.ts';
import { latencyQuantile, shareOf } from './define.ts';

const operations = { axis: 'operations' } as const;
const rate = { ...operations, unit: 'ratio', better: 'lower' } as const;
const milliseconds = { ...operations, unit: 'ms', better: 'lower' } as const;
const timedRuns = { denominator: 'runs that state a latency', trials: 'timed runs' } as const;

const hallucinationRate: SignalDefinition = {
  ...rate,
  id: 'hallucination_rate',
  title: 'Hallucination rate',
  estimator: 'proportion',
  numerator: 'judged runs whose output was found to be made up',
  denominator: 'judged runs: one judgement a run, by a person before a model before the run itself',
  trials: 'judged runs',
  minSample: DEFAULT_MIN_SAMPLE,
  description:
    'How often the system states something that is not so, among the outputs somebody or something checked.',
  inputs: ['judged'],
  find: (window, params) => {
    const counts = { x: window.sum('hallucinated'), n: window.sum('judged') };
    if (params.judge === undefined) return findProportion(counts, params, 'judged runs');
    const byPeople = {
      x: window.sum('hallucinated_by_people'),
      n: window.sum('judged_by_people'),
    };
    return findJudgedProportion(counts, params.judge, params, 'judged runs', byPeople);
  },
};

const toolCallSuccess: SignalDefinition = {
  ...operations,
  id: 'tool_call_success',
  title: 'Tool-call success',
  unit: 'ratio',
  better: 'higher',
  estimator: 'proportion',
  numerator: 'tool calls that succeeded',
  denominator: 'tool calls, as runs count them, else as tool_call events tell them',
  trials: 'tool calls',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'How often the actions the system takes in other systems work.',
  inputs: ['run_tool_calls', 'tool_events'],
  find: findToolCallSuccess,
};

const uptime: SignalDefinition = {
  ...operations,
  id: 'uptime',
  title: 'Uptime',
  unit: 'ratio',
  better: 'higher',
  estimator: 'proportion',
  numerator: 'probes that succeeded; without probes, minutes with a successful run',
  denominator: 'probes; without probes, minutes with a run that states whether it succeeded',
  trials: 'probes or minutes with runs',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'How much of the time the system was there when it was asked.',
  inputs: ['probes', 'runs_with_status'],
  find: findUptime,
};

const rollbackTime: SignalDefinition = {
  ...operations,
  id: 'rollback_mttr',
  title: 'Time to roll back',
  unit: 'minutes',
  better: 'lower',
  estimator: 'mean',
  numerator: 'minutes from detected to restored',
  denominator: 'incidents with a rollback restored in the last 365 days, drills apart',
  trials: 'incidents with a rollback',
  minSample: DEFAULT_MIN_SAMPLE,
  description:
    'How long it takes to be back at a version that works once something was seen to be wrong.',
  inputs: [],
  find: findRollbackTime,
};

const reviewBurden: SignalDefinition = {
  ...operations,
  id: 'review_burden',
  title: 'Review burden',
  unit: 'minutes per run',
  better: 'lower',
  estimator: 'mean',
  numerator: 'minutes that people spent on reviews',
  denominator: 'runs, reviewed or not',
  trials: 'runs',
  minSample: MEAN_MIN_SAMPLE,
  description: 'How much of people’s time it takes to check what the system does.',
  inputs: ['reviews_timed'],
  find: findReviewBurden,
};

/** Signals of the operations axis: is it reliable, and what does it take to keep it so? */
export const OPERATIONS_SIGNALS: readonly SignalDefinition[] = [
  hallucinationRate,
  shareOf(
    {
      ...rate,
      id: 'error_rate',
      title: 'Error rate',
      numerator: 'runs that failed',
      denominator: 'runs that state whether they succeeded',
      trials: 'runs with a status',
      description: 'How often the system fails to give any usable answer.',
    },
    'errors',
    'runs_with_status',
  ),
  toolCallSuccess,
  latencyQuantile(
    {
      ...milliseconds,
      ...timedRuns,
      id: 'latency_p50',
      title: 'Median latency',
      numerator: 'the time that half of the runs stay below',
      description: 'How long people usually wait for an answer.',
    },
    0.5,
  ),
  latencyQuantile(
    {
      ...milliseconds,
      ...timedRuns,
      id: 'latency_p95',
      title: 'p95 latency',
      numerator: 'the time that 95 % of the runs stay below',
      description: 'How long the slowest one in twenty answers takes at least.',
    },
    0.95,
  ),
  latencyQuantile(
    {
      ...milliseconds,
      ...timedRuns,
      id: 'latency_p99',
      title: 'p99 latency',
      numerator: 'the time that 99 % of the runs stay below',
      description: 'How long the slowest one in a hundred answers takes at least.',
    },
    0.99,
  ),
  uptime,
  rollbackTime,
  shareOf(
    {
      ...rate,
      id: 'low_confidence_rate',
      title: 'Low-confidence rate',
      numerator: `runs with a confidence below ${LOW_CONFIDENCE_BELOW}`,
      denominator: 'runs that state a confidence',
      trials: 'runs with a confidence',
      description: 'How often the system itself is unsure of its answer.',
    },
    'low_confidence',
    'with_confidence',
  ),
  shareOf(
    {
      ...rate,
      id: 'escalation_rate',
      title: 'Escalation rate',
      numerator: 'runs handed over to a person',
      denominator: 'runs that state whether they were handed over',
      trials: 'runs that state an escalation or none',
      description: 'How often the system gives up and a person takes over.',
    },
    'escalated',
    'with_escalation',
  ),
  shareOf(
    {
      ...rate,
      id: 'complaint_rate',
      title: 'Complaint rate',
      numerator: 'feedback that is a complaint',
      denominator: 'feedback that states whether it is one',
      trials: 'pieces of feedback',
      description: 'How often those who say something about the system complain.',
    },
    'complaints',
    'with_complaint',
  ),
  shareOf(
    {
      ...rate,
      id: 'rework_rate',
      title: 'Rework rate',
      numerator: 'reviews that ended in rework or rejection',
      denominator: 'reviews with a verdict, whatever led to them',
      trials: 'reviews with a verdict',
      description: 'How often what was looked at had to be done again.',
    },
    'reviews_reworked',
    'reviews_with_verdict',
  ),
  shareOf(
    {
      ...rate,
      id: 'audited_error_rate',
      title: 'Audited error rate',
      numerator: 'randomly drawn reviews that ended in rework or rejection',
      denominator: 'randomly drawn reviews with a verdict; flagged outputs never mixed in',
      trials: 'random reviews',
      description: 'How often the system is wrong when nobody chose what to look at.',
    },
    'random_errors',
    'random_reviews',
  ),
  reviewBurden,
];
