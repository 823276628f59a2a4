import { DAY_MS } from '../../core/time.ts';
import { routedLabels } from '../labels/alert-labels.ts';
import type { Episode } from '../episode/episode.ts';
import type { ToldAlert } from './told-alert.ts';

/** How long planning is told of an episode that is over; it remembers for itself after that. */
const LIST_ENDED_MS = DAY_MS;

/** An episode as people are told of it: its labels and its severity are what routes ask for. */
export function tellEpisode(episode: Episode): ToldAlert {
  const { response } = episode;
  return {
    id: episode.alert,
    episode: episode.number,
    status: episode.resolvedMs === null ? 'firing' : 'resolved',
    labels: routedLabels(episode),
    severity: episode.severity,
    summary: episode.summary,
    description: episode.description,
    runbookUrl: episode.runbookUrl,
    owner: episode.owner,
    startedMs: episode.firedMs,
    resolvedMs: episode.resolvedMs,
    reason: episode.reason,
    value: episode.lastValue,
    threshold: episode.threshold,
    // Who closes an alert that still fires wants no more of it either.
    isAcknowledged: response.state === 'acknowledged' || response.state === 'closed',
    snoozedUntilMs: response.state === 'snoozed' ? response.snoozedUntilMs : null,
    flappingSinceMs: episode.flappingSinceMs,
  };
}

/**
 * Everything that planning has to be handed.
 * @param ended those that are over, also old ones
 */
export function tellEpisodes(
  open: readonly Episode[],
  ended: readonly Episode[],
  nowMs: number,
): ToldAlert[] {
  const recent = ended.filter(({ resolvedMs }) => (resolvedMs ?? 0) > nowMs - LIST_ENDED_MS);
  return [...open, ...recent].map(tellEpisode);
}
