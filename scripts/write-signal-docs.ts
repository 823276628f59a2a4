/**
 * Writes docs/signals.md from the catalogue. Run it after a change of the catalogue:
 * `npx tsx scripts/write-signal-docs.ts && npx oxfmt docs/signals.md`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AXES, type Axis } from '../signals/axis.ts';
import { SIGNALS } from '../signals/catalogue.ts';
import type { EstimatorKind, SignalEntry } from '../signals/catalogue-entry.ts';
import { DRIFT_METHOD } from '../signals/drift/find-drift.ts';
import { PROJECTION_METHOD } from '../signals/economics/budget-use.ts';
import { TREND_METHOD } from '../signals/economics/unit-cost-trend.ts';
import { COUNT_METHOD } from '../signals/estimators/count.ts';
import { MEAN_METHOD } from '../signals/estimators/mean.ts';
import { PROPORTION_METHOD } from '../signals/estimators/proportion.ts';
import { QUANTILE_METHOD } from '../signals/estimators/quantile.ts';
import { RATIO_METHOD } from '../signals/estimators/ratio.ts';
import { AGE_METHOD } from '../signals/operations/data-freshness.ts';

const FILE = join(import.meta.dirname, '..', 'docs', 'signals.md');

const AXIS_WORDS: Readonly<Record<Axis, string>> = {
  value: 'Value: is it worth having?',
  operations: 'Operations: is it reliable, and what does it take to keep it so?',
  economics: 'Economics: does it earn more than it costs?',
};

const METHODS: Readonly<Record<EstimatorKind, string>> = {
  proportion: PROPORTION_METHOD,
  quantile: QUANTILE_METHOD,
  mean: MEAN_METHOD,
  ratio: RATIO_METHOD,
  distance: `${DRIFT_METHOD} against what chance explains`,
  trend: TREND_METHOD,
  count: `${COUNT_METHOD}, without an interval: never decides`,
  projection: `${PROJECTION_METHOD}; without an interval: never decides`,
  age: `${AGE_METHOD}; without an interval: never decides`,
};

const INTRODUCTION = `# Signals

What Bellwether knows of a workload, number by number. A policy says which of these are required, what their limits are, and how long their windows are; this page says what each of them is.

A number never decides alone. It comes with an interval that is still true when it is looked at every hour, with the number of trials behind it, and with what those are worth where they come in clusters: runs of one conversation are not as good as runs of many. Below its minimum sample it is no number. A signal that is missing has a state instead, and none of these states ever counts as good:

| state              | means                                                                                                         |
| ------------------ | ------------------------------------------------------------------------------------------------------------- |
| \`not_instrumented\` | nothing that feeds it was ever seen                                                                           |
| \`stale\`            | it was seen, but not for longer than \`stale_after\` of the policy (48 hours unless it or the signal's rule says otherwise) |
| \`too_few\`          | fewer trials than needed, or figures that have no finite interval                                             |
| \`provider_error\`   | what was sent cannot be: a share above 1, data from the future, a judge whose stated quality its own reports refute |
| \`not_applicable\`   | the policy says so, with a reason                                                                             |

A workload that only has an aggregate (a p95, an uptime) sends it as a \`metric\` event under the signal's name. Its own events go before it.`;

const MORE = `## How drift is decided

Each feature of \`distribution\` events is compared with its reference: the period or the release that the policy's rule names under \`reference\`, else the first seven days in which the feature was seen. Numbers fall into up to ten bins that hold about the same share of the reference, labels into one bin each for the frequent ones and one for all others; half an observation is added to every bin. The distance is the population stability index, and the signal's value is that of the feature that moved furthest, named in its method.

- It **fails** where that distance exceeds both the limit (0.1 is customary) and what chance alone explains at these sample sizes. The error level is shared among the features, and among a hundred looks: those of a quarter, one a day.
- It **passes** where every feature's sample would have shown a drift as large as the limit.
- Its interval begins at 0 while chance explains the distance, at the distance itself once it does not, and ends at the largest drift that the samples may have hidden.
- A feature that fell silent keeps it from passing for four weeks, or until the policy pins a reference without it. A new one is left out until its own reference is complete.

Without distributions, \`drift\` events count: the latest of each feature. With \`p_value\` they decide, without they are shown.

## A judge that errs

A policy may state how often the judge behind hallucination flags is right, as \`judge: {sensitivity, specificity}\`. The rate and its interval are then carried back to the truth. With \`n_positive\` and \`n_negative\`, the cases on which that was found, the uncertainty of both goes into the interval; without, they are taken as exact, and the method says so. What people judged is taken as the truth and not corrected.

## Sudden changes

Beside its value, a signal may be asked whether its level changed suddenly: its values by day or by hour are watched for a point from which they differ from the two months before, whatever their distribution, with a false alarm in at most three of a hundred series of 300 points. A level that creeps is told by trends instead.`;

/** The document, but for the width of its tables. */
export function signalDocument(): string {
  return [INTRODUCTION, ...AXES.flatMap(axisSection), MORE].join('\n\n') + '\n';
}

function axisSection(axis: Axis): string[] {
  const entries = SIGNALS.filter((entry) => entry.axis === axis);
  const rows = entries.map(
    ({ id, title, unit, better, description }) =>
      `| [\`${id}\`](#${id}) | ${title} | ${unit} | ${better} | ${description} |`,
  );
  return [
    `## ${AXIS_WORDS[axis]}`,
    [
      '| signal | | unit | better | in plain words |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    ...entries.map(entrySection),
  ];
}

function entrySection(entry: SignalEntry): string {
  const { id, numerator, denominator, estimator, minSample, trials, inputs } = entry;
  const least = minSample === 0 ? 'none' : `${minSample}, of ${trials}`;
  const stale = inputs.length === 0 ? 'never stale' : 'stale after `stale_after`';
  return [
    `### ${id}`,
    [
      `- Counted: ${numerator}`,
      `- Over: ${denominator}`,
      `- How sure: ${METHODS[estimator]}`,
      `- Minimum sample: ${least}, where the policy names no other; ${stale}`,
    ].join('\n'),
  ].join('\n\n');
}

const isRunDirectly = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isRunDirectly) writeFileSync(FILE, signalDocument());
