import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  alertQuery,
  alertsKey,
  openAlertsQuery,
  sendAlertAct,
  type AlertAct,
  type AlertDetailItem,
} from '../api/alert-queries.ts';
import { tellOutcome, type ActOutcome, type ActResult } from './tell-outcome.ts';
import { tellRefusal } from './tell-refusal.ts';

/** An alert that something is done about. */
export interface ActTarget {
  readonly id: string;
  /** For people: "Tools failing on refunds". */
  readonly name: string;
}

interface Asked {
  readonly targets: readonly ActTarget[];
  readonly act: AlertAct;
}

/** Alerts that are acted on at once: as many as a browser asks one server side by side. */
const AT_ONCE = 6;

/**
 * Does something about alerts. Nothing is shown as done before the server says so: somebody else may have
 * been faster, and at night that has to be known.
 */
export function useAlertActs(onDone: (outcome: ActOutcome) => void) {
  const client = useQueryClient();
  const keep = (item: AlertDetailItem): void => {
    client.setQueryData(alertQuery(item.id).queryKey, item);
    client.setQueryData(
      openAlertsQuery.queryKey,
      (known) =>
        known && { ...known, items: known.items.map((one) => (one.id === item.id ? item : one)) },
    );
  };
  const sendOne = async ({ id, name }: ActTarget, act: AlertAct): Promise<ActResult> => {
    try {
      keep(await sendAlertAct(id, act));
      return { id, name, refusal: null };
    } catch (error) {
      return { id, name, refusal: tellRefusal(error) };
    }
  };
  return useMutation({
    mutationFn: async ({ targets, act }: Asked): Promise<ActOutcome> => {
      const results: ActResult[] = [];
      for (let from = 0; from < targets.length; from += AT_ONCE) {
        const some = targets.slice(from, from + AT_ONCE);
        results.push(...(await Promise.all(some.map((target) => sendOne(target, act)))));
      }
      return tellOutcome(act.act, results);
    },
    onSuccess: (outcome) => {
      onDone(outcome);
      void client.invalidateQueries({ queryKey: alertsKey });
    },
  });
}
