import { routedLabels } from '../../../alerts/labels/alert-labels.ts';
import { compileMatchers, matcherDocument } from '../../../alerts/labels/matcher.ts';
import { compileSilence, silenceAt, type Silence } from '../../../alerts/labels/silence.ts';
import type { AlertItem } from '../../api/alert-queries.ts';
import type { Matcher, SilenceItem } from '../../api/silence-queries.ts';

/** The alerts that matchers mean; null where one of them is no matcher yet. */
export function alertsMeant<Alert extends Pick<AlertItem, 'labels' | 'severity'>>(
  matchers: readonly Matcher[],
  alerts: readonly Alert[],
): readonly Alert[] | null {
  const areWhole = matchers.every((matcher) => matcherDocument.safeParse(matcher).success);
  if (!areWhole) return null;
  const isMeant = compileMatchers(matchers);
  return alerts.filter((alert) => isMeant(routedLabels(alert)));
}

/** Silences that are not over, ready to be asked. */
export function currentSilences(items: readonly SilenceItem[], nowMs: number): readonly Silence[] {
  return items.map(compileSilence).filter(({ endsMs }) => endsMs > nowMs);
}

/** The silence that an alert is under; null: none. */
export function silenceOf(
  alert: Pick<AlertItem, 'labels' | 'severity'>,
  silences: readonly Silence[],
  nowMs: number,
): Silence | null {
  const labels = routedLabels(alert);
  const meant = silences.filter(({ isMeant }) => isMeant(labels));
  return silenceAt(meant, nowMs);
}
