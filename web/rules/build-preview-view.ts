import { DAY_MS } from '../../core/time.ts';
import type { PreviewEpisode, RulePreview } from '../api/rule-preview.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatInstant, formatMoment, formatSpan, instantMs } from '../format/time.ts';
import { positionOn } from '../workload/build-verdict-strip.ts';

/** One time that a rule would have fired, as a bar on its lane. */
export interface PreviewBar {
  /** Both in percent of the lane. */
  readonly left: number;
  readonly width: number;
  readonly explanation: string;
}

/** One workload, or one part of it. */
export interface PreviewLane {
  readonly name: string;
  readonly words: string;
  readonly bars: readonly PreviewBar[];
}

/** What a rule would have done, ready to draw. */
export interface PreviewView {
  readonly headline: string;
  readonly detail: string;
  /** The one that would have fired most first. */
  readonly lanes: readonly PreviewLane[];
  /** Lanes that are left out. */
  readonly more: number;
}

const LANES = 12;
const LEAST_WIDTH = 0.4;

const nameOf = ({ workload, by }: PreviewEpisode): string =>
  by === null ? workload : `${workload}, ${by.dimension} ${by.value}`;

function lengthMs({ fired_at: from, resolved_at: to }: PreviewEpisode, endMs: number): number {
  return Math.max(60_000, (to === null ? endMs : instantMs(to)) - instantMs(from));
}

function tellRate(perWeek: number): string {
  const rounded = perWeek >= 10 ? Math.round(perWeek) : Math.round(perWeek * 10) / 10;
  return perWeek > 0 && rounded === 0 ? 'less than one in ten weeks' : `${rounded} a week`;
}

/**
 * What a rule would have done.
 * @param format a number of the rule in its unit
 */
export function buildPreviewView(
  preview: RulePreview,
  format: (value: number | null) => string,
  nowMs: number,
): PreviewView {
  const { episodes, by_workload: byWorkload } = preview;
  // Where there are many only the first are told one by one.
  const all = byWorkload.reduce((sum, one) => sum + one.episodes, 0);
  const span = { fromMs: instantMs(preview.from), toMs: instantMs(preview.to) };
  const days = formatPlural(Math.round((span.toMs - span.fromMs) / DAY_MS), 'day');
  const byName = new Map<string, PreviewEpisode[]>();
  for (const episode of episodes) {
    const known = byName.get(nameOf(episode));
    if (known) known.push(episode);
    else byName.set(nameOf(episode), [episode]);
  }
  const barOf = (episode: PreviewEpisode): PreviewBar => {
    const fromMs = instantMs(episode.fired_at);
    const { resolved_at: to, value } = episode;
    const left = positionOn(span, fromMs);
    const end = positionOn(span, to === null ? span.toMs : instantMs(to));
    return {
      left,
      width: Math.max(LEAST_WIDTH, Math.min(100 - left, end - left)),
      explanation: `${formatInstant(fromMs)}, ${to === null ? 'still firing' : `for ${formatSpan(lengthMs(episode, span.toMs))}`}${value === null ? '' : `, at ${format(value)}`}`,
    };
  };
  const lanes = [...byName]
    .toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .map(([name, some]): PreviewLane => {
      const totalMs = some.reduce((sum, one) => sum + lengthMs(one, span.toMs), 0);
      const [first] = some;
      const once = first === undefined ? '' : formatMoment(instantMs(first.fired_at), nowMs);
      return {
        name,
        words:
          some.length === 1
            ? `once, ${once}, for ${formatSpan(totalMs)}`
            : `${formatCount(some.length)} times, for ${formatSpan(totalMs)} in all`,
        bars: some.map(barOf),
      };
    });
  return {
    headline:
      all === 0
        ? `It would not have fired in the last ${days}.`
        : `It would have fired ${all === 1 ? 'once' : `${formatCount(all)} times`} in the last ${days}.`,
    detail:
      all === 0
        ? ''
        : `About ${tellRate(preview.per_week)}, on ${formatPlural(byWorkload.length, 'workload')}.${preview.truncated ? ` Shown are the first ${formatCount(episodes.length)}.` : ''}`,
    lanes: lanes.slice(0, LANES),
    more: Math.max(0, lanes.length - LANES),
  };
}
