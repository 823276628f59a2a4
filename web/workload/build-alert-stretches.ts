import { SEVERITIES } from '../alerts/severities.ts';
import { SEVERITY_WORDS } from '../alerts/severity-words.ts';
import type { AlertItem, Severity } from '../api/alert-queries.ts';
import { formatInstant, instantMs } from '../format/time.ts';
import { positionOn, type StripSpan } from './build-verdict-strip.ts';

/** Alerts that fired at about the same time. Positions in percent of the span. */
export interface AlertStretch {
  /** The gravest of them: what the stretch leads to. */
  readonly id: string;
  readonly isOpen: boolean;
  readonly severity: Severity;
  readonly count: number;
  readonly fromMs: number;
  readonly from: number;
  readonly width: number;
  readonly name: string;
  readonly explanation: string;
}

export type LaneAlert = Pick<AlertItem, 'id' | 'title' | 'severity' | 'fired_at' | 'resolved_at'>;

/** Closer than this, in percent of the span, two stretches could not be told apart. */
const APART = 1.5;

interface Episode {
  readonly item: LaneAlert;
  readonly fromMs: number;
  readonly toMs: number;
}

const isGraver = (a: Severity, b: Severity): boolean =>
  SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b);

function describe({ item, toMs, fromMs }: Episode): string {
  const until = item.resolved_at === null ? 'now' : formatInstant(toMs);
  return `${item.title}\t${SEVERITY_WORDS[item.severity].word}, ${formatInstant(fromMs)} to ${until}`;
}

/** Episodes that a stretch names before the rest is counted. */
const NAMED = 6;

function buildStretch(episodes: readonly [Episode, ...Episode[]], span: StripSpan): AlertStretch {
  const gravest = episodes.reduce((most, one) =>
    isGraver(one.item.severity, most.item.severity) ? one : most,
  );
  const fromMs = Math.min(...episodes.map((one) => one.fromMs));
  const from = positionOn(span, fromMs);
  const more = episodes.length - NAMED;
  return {
    id: gravest.item.id,
    isOpen: gravest.item.resolved_at === null,
    severity: gravest.item.severity,
    count: episodes.length,
    fromMs,
    from,
    width: positionOn(span, Math.max(...episodes.map(({ toMs }) => toMs))) - from,
    name: [...new Set(episodes.map(({ item }) => item.title))].join(', '),
    explanation: [
      ...episodes.slice(0, NAMED).map(describe),
      ...(more > 0 ? [`And ${more} more`] : []),
    ].join('\n'),
  };
}

/** Alerts of one workload over a span of time, those together that overlap or nearly touch. */
export function buildAlertStretches(
  items: readonly LaneAlert[],
  span: StripSpan,
  nowMs: number,
): readonly AlertStretch[] {
  const near = ((span.toMs - span.fromMs) * APART) / 100;
  const episodes = items
    .map((item): Episode => {
      const toMs = item.resolved_at === null ? nowMs : instantMs(item.resolved_at);
      return { item, fromMs: instantMs(item.fired_at), toMs };
    })
    .filter(({ fromMs, toMs }) => fromMs < span.toMs && toMs > span.fromMs)
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const groups: [Episode, ...Episode[]][] = [];
  let endMs = -Infinity;
  for (const episode of episodes) {
    const last = groups.at(-1);
    if (last && episode.fromMs - endMs < near) last.push(episode);
    else groups.push([episode]);
    endMs = Math.max(endMs, episode.toMs);
  }
  return groups.map((group) => buildStretch(group, span));
}
