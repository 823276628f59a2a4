import { compileRoute, routesOf, type Route } from '../../alerts/people/route.ts';
import { routesDocument } from '../../alerts/people/route-document.ts';
import { matchesWorkload } from '../../alerts/rule/match-workload.ts';
import { ruleDocument, type RuleDocument } from '../../alerts/rule/rule.ts';
import { signalsOfRule } from '../../alerts/rule/signals-of-rule.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { Watch } from '../../decisions/gates/gate-facts.ts';
import type { Axis } from '../../signals/axis.ts';
import { SIGNALS_BY_ID } from '../../signals/catalogue.ts';
import type { Ledger } from '../../store/ledger/ledger.ts';
import type { TestAlerts } from './test-alerts.ts';

/** A rule with the axes of what it looks at. */
interface AxisRule {
  readonly document: RuleDocument;
  readonly axes: ReadonlySet<Axis>;
}

/** Says how a workload is watched, by the rules, routes and tests that the ledger holds now. */
export function createWatchReader(
  ledger: Ledger,
  tests: TestAlerts,
): (workload: WorkloadDocument) => Watch {
  let known: { readonly sequence: number; rules: AxisRule[]; routes: Route[] } | null = null;
  const read = (): { rules: AxisRule[]; routes: Route[] } => {
    const sequence = ledger.sequence();
    if (known?.sequence !== sequence) {
      const rules = ledger
        .list('rule')
        .map(({ document }) => ruleDocument.parse(document))
        .filter(({ enabled }) => enabled)
        .map((document) => ({ document, axes: axesOf(document) }));
      const routes = ledger
        .list('route')
        .flatMap(({ document }) => routesDocument.parse(document).routes)
        .map(compileRoute);
      known = { sequence, rules, routes };
    }
    return known;
  };
  return (workload) => {
    const { rules, routes } = read();
    const own = rules.filter(({ document }) => matchesWorkload(document.select, workload));
    const on = (axis: Axis): string[] =>
      own.filter(({ axes }) => axes.has(axis)).map(({ document }) => document.id);
    const receivers = [
      ...new Set(own.flatMap(({ document }) => receiversOf(document, workload.id, routes))),
    ].sort();
    const acknowledged = receivers.flatMap((receiver) => tests.acknowledged(receiver) ?? []);
    return {
      rules: { value: on('value'), operations: on('operations'), economics: on('economics') },
      breakers: own
        .filter(({ document, axes }) => document.action !== null && axes.has('economics'))
        .map(({ document }) => document.id),
      receivers,
      test: acknowledged.sort((a, b) => b.acknowledgedMs - a.acknowledgedMs)[0] ?? null,
    };
  };
}

function axesOf({ when }: RuleDocument): Set<Axis> {
  return new Set(signalsOfRule(when).flatMap((id) => SIGNALS_BY_ID.get(id)?.axis ?? []));
}

function receiversOf(
  { id, labels, severity }: RuleDocument,
  workload: string,
  routes: readonly Route[],
): string[] {
  const taken = routesOf(routes, { ...labels, rule: id, workload, severity });
  return taken.flatMap(({ receiver }) => receiver ?? []);
}
