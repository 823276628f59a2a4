import { DEFAULT_MIN_SAMPLE } from '../catalogue-entry.ts';
import type { SignalDefinition } from '../catalogue-entry.ts';
import { findDrift } from '../drift/find-drift.ts';
import { findDataFreshness } from '../operations/data-freshness.ts';
import { findQuarantineRate } from '../operations/quarantine-rate.ts';

const input = { axis: 'operations', better: 'lower' } as const;

/** Values that a feature needs on both sides before bins of it can be compared. */
const DRIFT_MIN_SAMPLE = 100;

const drift: SignalDefinition = {
  ...input,
  id: 'drift',
  title: 'Drift',
  unit: 'score',
  estimator: 'distance',
  numerator:
    'distance of the feature that moved furthest from its reference: the population stability index over the bins of the reference, else what drift events state',
  denominator:
    'the reference: the period or release the policy names, else a feature’s first 7 days',
  trials: 'values of features',
  minSample: DRIFT_MIN_SAMPLE,
  description: 'How far what goes in and comes out has moved from what the system was approved on.',
  inputs: ['distribution', 'drift'],
  find: findDrift,
};

const dataFreshness: SignalDefinition = {
  ...input,
  id: 'data_freshness',
  title: 'Data freshness',
  unit: 'minutes',
  estimator: 'age',
  numerator: 'minutes from the newest state of input data that events name to now',
  denominator: 'none: the newest counts',
  trials: 'hours with input data of a known age',
  minSample: 1,
  description: 'How old the newest data is that the system works on.',
  inputs: ['data_as_of'],
  find: findDataFreshness,
};

const quarantineRate: SignalDefinition = {
  ...input,
  id: 'quarantine_rate',
  title: 'Quarantine rate',
  unit: 'ratio',
  estimator: 'proportion',
  numerator: 'events that were rejected and put aside',
  denominator: 'events received: runs, other events and rejected ones',
  trials: 'events received',
  minSample: DEFAULT_MIN_SAMPLE,
  description: 'How much of what is sent about the system cannot be read, and so counts nowhere.',
  inputs: ['runs', 'events_received', 'quarantined'],
  find: findQuarantineRate,
};

/** Signals of the operations axis on what goes in: the data the system works on, and what is sent of it. */
export const INPUT_SIGNALS: readonly SignalDefinition[] = [drift, dataFreshness, quarantineRate];
