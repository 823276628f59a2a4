import type { RecordItem } from '../api/record-queries.ts';

export type RecordKind = RecordItem['kind'];

/** What people call each kind of document. */
export const KIND_WORDS: Readonly<Record<RecordKind, string>> = {
  workload: 'Workload',
  policy: 'Policy',
  rule: 'Alert rule',
  silence: 'Silence',
  gate: 'Gate',
  decision: 'Decision',
  overdue: 'Overdue decision',
  mode: 'Rollout mode',
  review: 'Review',
  person: 'Person',
  key: 'Key',
  single_sign_on: 'Single sign-on',
  receiver: 'Receiver',
  route: 'Routes',
  webhook: 'Webhook',
  price: 'Price',
  redaction: 'Redaction rules',
  erasure: 'Erasure',
  record: 'Record',
};
