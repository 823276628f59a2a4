/** Labels of an alert: `rule`, `workload`, `severity`, what the rule is split by, and the rule's own. */
export type AlertLabels = Readonly<Record<string, string>>;

/**
 * The labels that routes and silences ask for: those of the alert and how loud it is.
 * @example routedLabels({ labels: { workload: 'shop' }, severity: 'page' }) // { workload: 'shop', severity: 'page' }
 */
export function routedLabels({
  labels,
  severity,
}: {
  readonly labels: AlertLabels;
  readonly severity: string;
}): AlertLabels {
  return { ...labels, severity };
}
