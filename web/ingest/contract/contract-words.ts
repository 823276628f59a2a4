import type { EventKind, WireEvent, WireEventOf } from '../../../core/event.ts';

/** What a field means; its unit where it has one. */
export interface FieldWords {
  readonly meaning: string;
  readonly unit?: string;
}

/** Fields that every kind has. */
export type SharedField = keyof WireEvent;
type OwnField<K extends EventKind> = Exclude<keyof WireEventOf<K>, SharedField>;

/** What a kind is for, and its own fields; the compiler asks for each field of the contract. */
export interface KindWords<K extends EventKind> {
  readonly is: string;
  readonly feeds: string;
  readonly fields: Readonly<Record<OwnField<K>, FieldWords>>;
}

const RUN_ID: FieldWords = { meaning: 'Id of the run it belongs to.' };

export const SHARED_WORDS: Readonly<Record<SharedField, FieldWords>> = {
  kind: { meaning: 'What sort of event it is: one of the kinds below.' },
  id: {
    meaning:
      'Chosen by the sender. The same id counts once, however often it is sent; without one no retry can be recognised.',
  },
  ts: {
    meaning:
      'When it happened, up to 400 days back and 5 minutes ahead. Absent: when it was received.',
  },
  workload: {
    meaning: 'What it belongs to. A workload that was never seen before is registered on sight.',
  },
  stage: { meaning: 'Where it ran, e.g. production or staging.' },
  release: { meaning: 'Version of the application.' },
  model: { meaning: 'Name of the model, as the provider writes it. Prices go by it.' },
  provider: { meaning: 'Who serves the model, e.g. openai.' },
  segment: { meaning: 'A cut of your own: tenant, channel, language.' },
  prompt_version: { meaning: 'Version of the prompt.' },
  trace_id: { meaning: 'Trace to look it up by in a tracing tool.' },
  conversation: { meaning: 'Conversation or session it is part of.' },
  user: { meaning: 'Whom it was for. Only a keyed hash of it is ever stored.' },
  attributes: {
    meaning:
      'Anything else, kept with the raw event: up to 64 keys to texts, numbers, true or false.',
  },
};

export const KIND_WORDS: { readonly [K in EventKind]: KindWords<K> } = {
  run: {
    is: 'One piece of work: a request answered, a document drafted, a case handled.',
    feeds: 'nearly every signal',
    fields: {
      latency_ms: { meaning: 'From request to the end of the answer.', unit: 'ms' },
      ok: { meaning: 'Whether it worked.' },
      error: { meaning: 'What went wrong.' },
      tokens_in: { meaning: 'Tokens read, cached ones included.', unit: 'tokens' },
      tokens_cached: { meaning: 'Those of them that came from a cache.', unit: 'tokens' },
      tokens_out: { meaning: 'Tokens written, reasoning included.', unit: 'tokens' },
      tokens_reasoning: { meaning: 'Those of them spent on reasoning.', unit: 'tokens' },
      cost_usd: {
        meaning: 'What it cost. Absent: priced from provider, model and tokens.',
        unit: 'USD',
      },
      confidence: { meaning: 'How sure the application was.', unit: 'share of one' },
      hallucination: { meaning: 'Whether the answer was made up. Absent: not judged.' },
      tool_calls: { meaning: 'Calls of tools it made.', unit: 'calls' },
      tool_failures: { meaning: 'Those of them that failed.', unit: 'calls' },
      outcome: { meaning: 'What became of the result in the hands of its user.' },
      escalated: { meaning: 'Whether a person had to take over.' },
      value_usd: { meaning: 'What it was worth, where that is known.', unit: 'USD' },
      minutes_saved: { meaning: 'Working time it saved.', unit: 'minutes' },
    },
  },
  tool_call: {
    is: 'One call of a tool by a run.',
    feeds: 'tool-call success, by tool',
    fields: {
      tool: { meaning: 'Name of the tool.' },
      ok: { meaning: 'Whether it worked.' },
      latency_ms: { meaning: 'How long it took.', unit: 'ms' },
      error: { meaning: 'What went wrong.' },
      run: RUN_ID,
    },
  },
  evaluation: {
    is: 'A judgement by a person, a model or a rule.',
    feeds: 'hallucination rate, evaluation pass rate',
    fields: {
      name: { meaning: 'What was judged; “hallucination” feeds the hallucination rate.' },
      score: { meaning: 'How it scored, on a scale of your own.' },
      label: { meaning: 'The judgement as a word.' },
      passed: { meaning: 'Whether it was good enough.' },
      evaluator: { meaning: 'Who judged.' },
      run: RUN_ID,
      dataset: { meaning: 'Data set it was judged on, where that is not production.' },
    },
  },
  review: {
    is: 'A person looked at a run.',
    feeds: 'review burden, rework, audited error rate',
    fields: {
      run: RUN_ID,
      source: {
        meaning: 'Why it was reviewed. Only random reviews stand for all runs.',
      },
      verdict: { meaning: 'What the reviewer found.' },
      hallucination: { meaning: 'Whether the answer was made up.' },
      failure_pattern: { meaning: 'Sort of failure, in words of your own.' },
      seconds: { meaning: 'Time the review took.', unit: 's' },
      reviewer: { meaning: 'Who reviewed.' },
    },
  },
  feedback: {
    is: 'A user said something about a run.',
    feeds: 'satisfaction, complaint rate',
    fields: {
      run: RUN_ID,
      rating: { meaning: 'From −1, bad, to 1, good.' },
      complaint: { meaning: 'Whether it was a complaint.' },
    },
  },
  probe: {
    is: 'A check from outside whether the workload answers.',
    feeds: 'uptime',
    fields: {
      ok: { meaning: 'Whether it answered.' },
      latency_ms: { meaning: 'How long that took.', unit: 'ms' },
    },
  },
  deployment: {
    is: 'Something was rolled out, rolled back or configured.',
    feeds: 'markers on every chart, exposure',
    fields: {
      change: { meaning: 'What was done. The shared field release names the version.' },
      exposure_percent: { meaning: 'Traffic that reaches it from now on.', unit: '%' },
    },
  },
  incident: {
    is: 'A phase of an incident; send one event a phase.',
    feeds: 'time to roll back, markers on every chart',
    fields: {
      incident: { meaning: 'Id of the incident, the same in each phase.' },
      phase: { meaning: 'Where it stands.' },
      rollback: { meaning: 'Whether it was ended by rolling back.' },
      drill: { meaning: 'Whether it was an exercise.' },
      cause: { meaning: 'What caused it.' },
    },
  },
  cost: {
    is: 'A cost that no single run carries.',
    feeds: 'full cost, spread evenly over its period',
    fields: {
      category: { meaning: 'What it was spent on.' },
      amount_usd: { meaning: 'How much; negative for a refund.', unit: 'USD' },
      period_start: { meaning: 'First instant it is for. Absent: ts.' },
      period_end: { meaning: 'Last instant it is for. Absent: a single instant.' },
    },
  },
  outcome: {
    is: 'Business value that is not tied to one run.',
    feeds: 'value, return on cost',
    fields: {
      name: { meaning: 'What was achieved.' },
      count: { meaning: 'How often.', unit: 'times' },
      value_usd: { meaning: 'What it was worth altogether.', unit: 'USD' },
    },
  },
  adoption: {
    is: 'How many could have used it over a period, and how many did.',
    feeds: 'adoption rate, bypass rate',
    fields: {
      eligible: { meaning: 'Cases it could have been used for.', unit: 'cases' },
      used: { meaning: 'Those of them it was used for.', unit: 'cases' },
      bypassed: { meaning: 'Those where people went around it.', unit: 'cases' },
    },
  },
  distribution: {
    is: 'How one feature is spread over a period. State one of values, histogram and categories.',
    feeds: 'drift, computed here',
    fields: {
      feature: { meaning: 'What is spread: length of the input, topic, language.' },
      role: { meaning: 'Whether it goes in, comes out, or is how the application behaves.' },
      values: { meaning: 'Raw values.' },
      histogram: { meaning: 'Counts between rising edges: one edge more than counts.' },
      categories: { meaning: 'Counts by name.' },
    },
  },
  drift: {
    is: 'Drift that was computed elsewhere.',
    feeds: 'drift, as reported',
    fields: {
      feature: { meaning: 'What drifted.' },
      role: { meaning: 'Whether it goes in, comes out, or is how the application behaves.' },
      score: { meaning: 'How far, on the scale of the method.' },
      method: { meaning: 'How it was computed, e.g. psi.' },
      p_value: { meaning: 'How likely so much is by chance alone.', unit: 'share of one' },
    },
  },
  metric: {
    is: 'Any signal that is only known as an aggregate.',
    feeds: 'the signal it names',
    fields: {
      signal: { meaning: 'Id of the signal, e.g. latency_p95 or uptime.' },
      value: { meaning: 'Its value, in the unit of the signal.' },
      n: { meaning: 'How many samples it rests on.', unit: 'samples' },
      low: { meaning: 'Lower end of its interval.' },
      high: { meaning: 'Upper end of its interval.' },
    },
  },
};
