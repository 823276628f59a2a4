/** How a field of the record is written: share as percent, money in dollars. */
export type FieldKind =
  | 'line'
  | 'text'
  | 'number'
  | 'whole'
  | 'percent'
  | 'day'
  | 'duration'
  | 'url'
  | 'risk';

/** One field of the record's form. */
export interface RecordField {
  /** As in the document, dotted. */
  readonly path: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly hint?: string;
}

/** Fields that belong together. */
export interface RecordGroup {
  readonly title: string;
  readonly words: string;
  readonly fields: readonly RecordField[];
}

const field = (path: string, label: string, kind: FieldKind, hint?: string): RecordField => ({
  path,
  label,
  kind,
  ...(hint === undefined ? {} : { hint }),
});

/** Everything of a record that people write, in the order in which it is asked. */
export const RECORD_GROUPS: readonly RecordGroup[] = [
  {
    title: 'What it is for',
    words: 'One sentence each; whoever meets it for the first time reads this.',
    fields: [
      field('title', 'Title', 'line'),
      field('risk_class', 'Risk class', 'risk', 'What an error of it can reach.'),
      field('purpose', 'Purpose', 'text'),
      field('out_of_scope', 'What it is not responsible for', 'text'),
      field('target_workflow', 'Target workflow', 'text'),
      field('users', 'Users', 'text'),
    ],
  },
  {
    title: 'Owners',
    words: 'A person’s id or email; only who is named may sign. Who builds it does not accept it.',
    fields: [
      field('owners.business', 'Business (product owner)', 'line'),
      field('owners.technical', 'Technical (engineering lead)', 'line'),
      field('owners.operations', 'Operations', 'line'),
      field('owners.risk', 'Risk', 'line'),
      field('owners.cost', 'Cost', 'line'),
      field('owners.content', 'Content and data', 'line'),
      field('owners.vendor', 'Vendor', 'line'),
      field('owners.sponsor', 'Executive sponsor', 'line'),
      field('owners.expert', 'Subject-matter expert', 'line'),
      field('owners.compliance', 'Compliance', 'line'),
      field('owners.security', 'Security', 'line'),
      field('owners.privacy', 'Privacy', 'line'),
      field('owners.architecture', 'Architecture', 'line'),
    ],
  },
  {
    title: 'Business case',
    words: 'What one success is worth, and what it is measured against.',
    fields: [
      field('business_case.value_per_success_usd', 'Value of a success, $', 'number'),
      field('business_case.minute_value_usd', 'Value of a minute saved, $', 'number'),
      field('business_case.edited_fraction', 'An edited output counts, %', 'percent'),
      field(
        'business_case.least_value_per_success_usd',
        'Not worth continuing below, $',
        'number',
        'Value of a success.',
      ),
      field('business_case.source', 'Where the value comes from', 'line'),
      field('business_case.date', 'From when', 'day'),
      field('business_case.baseline_cost_per_task_usd', 'Cost per task without it, $', 'number'),
      field('business_case.baseline_minutes_per_task', 'Minutes per task without it', 'number'),
      field('business_case.expected_runs_per_day', 'Expected runs a day', 'number'),
      field('business_case.fixed_usd_per_month', 'Fixed costs a month, $', 'number'),
      field('business_case.review_usd_per_hour', 'An hour of review, $', 'number'),
      field('business_case.monthly_budget_usd', 'Budget a month, $', 'number'),
      field('business_case.payback_months', 'Paid back within months', 'number'),
      field('business_case.stop_conditions', 'When to stop', 'text'),
    ],
  },
  {
    title: 'Pilot',
    words: 'What it is to find out, and what each answer leads to.',
    fields: [
      field('pilot.question', 'The question', 'text'),
      field('pilot.criteria.proceed', 'Proceed when', 'text'),
      field('pilot.criteria.narrow', 'Narrow when', 'text'),
      field('pilot.criteria.redesign', 'Redesign when', 'text'),
      field('pilot.criteria.another_pilot', 'Another pilot when', 'text'),
      field('pilot.criteria.stop', 'Stop when', 'text'),
    ],
  },
  {
    title: 'How it runs',
    words: 'What happens to an output, and what becomes different for people.',
    fields: [
      field('routing.act', 'Acted on when', 'text'),
      field('routing.review', 'Reviewed by a person when', 'text'),
      field('routing.reject', 'Rejected when', 'text'),
      field('changes.workflow', 'What changes in the workflow', 'text'),
      field('changes.roles', 'What changes in roles', 'text'),
      field('data_accessed', 'Data it accesses', 'text'),
      field('data_contract', 'Version of the data contract', 'whole', 'In force is version 1.'),
    ],
  },
  {
    title: 'Support and review',
    words: 'Whom people turn to, and how often it is looked at.',
    fields: [
      field('escalation_path', 'Escalation path', 'text'),
      field('support_path', 'Support path', 'text'),
      field('runbook_url', 'Runbook', 'url'),
      field('decision_due', 'Decision due', 'day'),
      field('review_cadence', 'Business review every', 'duration', 'Such as 30d.'),
      field('review_capacity_per_day', 'Outputs reviewed a day, at most', 'whole'),
    ],
  },
  {
    title: 'Agreed for readiness',
    words: 'What gates are measured by; where it is empty, the limits of the policy are.',
    fields: [
      field('agreed.evaluation_pass_rate', 'Evaluation passed, at least %', 'percent'),
      field('agreed.audited_error_rate', 'Outputs wrong, at most %', 'percent'),
      field('agreed.latency_p95_ms', 'p95 latency, at most ms', 'number'),
      field('agreed.rollback_minutes', 'Rolled back within minutes', 'number'),
    ],
  },
];

/** The same fields, one after another. */
export const RECORD_FIELDS: readonly RecordField[] = RECORD_GROUPS.flatMap(({ fields }) => fields);
