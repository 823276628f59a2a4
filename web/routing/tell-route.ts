import { tellMatchers } from '../alerts/silences/tell-matchers.ts';
import type { InhibitionDocument, MuteDocument } from '../api/receiver-queries.ts';
import { tellDuration } from '../policies/tell-duration.ts';
import type { RouteDraft } from './route-draft.ts';

/** Days of the week, Monday first, as the documents name them. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * A day's name, short.
 * @example dayName('mon') // 'Mon'
 */
export const dayName = (day: string): string => day.charAt(0).toUpperCase() + day.slice(1);

/** Days as a range where they follow each other. */
function tellDays(weekdays: readonly string[]): string {
  const on = DAYS.filter((day) => weekdays.includes(day));
  if (on.length === DAYS.length) return 'every day';
  const [first = '', last = ''] = [on[0], on.at(-1)];
  const isRange = DAYS.indexOf(last as never) - DAYS.indexOf(first as never) === on.length - 1;
  if (isRange && on.length > 2) return `${dayName(first)} to ${dayName(last)}`;
  return on.map(dayName).join(', ');
}

/**
 * When a route is quiet.
 * @example tellMute({ time_zone: 'Europe/Berlin', weekdays: ['sat', 'sun'], from: '00:00', to: '24:00' }) // 'Sat, Sun all day (Europe/Berlin)'
 */
export function tellMute({ time_zone: zone, weekdays, from, to }: MuteDocument): string {
  const isAllDay = from === '00:00' && to === '24:00';
  return `${tellDays(weekdays)} ${isAllDay ? 'all day' : `${from} to ${to}`} (${zone})`;
}

/**
 * Which alerts a route takes.
 * @param isLast the last one takes what no other did
 */
export function tellWho({ matchers }: Pick<RouteDraft, 'matchers'>, isLast: boolean): string {
  if (matchers.length > 0) return `Alerts whose ${tellMatchers(matchers)}`;
  return isLast ? 'Everything else' : 'Every alert';
}

/** Where they go: who is told first, and who is next. */
export function tellWhere({
  receiver,
  escalate,
}: Pick<RouteDraft, 'receiver' | 'escalate'>): string {
  const first = receiver ?? 'nobody';
  const steps = escalate.map(
    ({ after, receiver: next }) => `after ${tellDuration(after)} unacknowledged → ${next}`,
  );
  return ['→ ' + first, ...steps].join(', ');
}

/** How a route tells: together with what, how often, when not, and whether later ones are asked. */
export function tellHow(route: RouteDraft): string {
  const { group_by: by, repeat_interval: repeat, mute, continue: goesOn, receiver } = route;
  const together =
    by.length === 0 ? 'all in one message' : `one message for each ${by.join(' and ')}`;
  return [
    ...(receiver === null ? [] : [together, `again every ${tellDuration(repeat)}`]),
    ...mute.map((one) => `quiet ${tellMute(one)}`),
    ...(goesOn ? ['later routes are asked too'] : []),
  ].join('; ');
}

/** What an inhibition does, as a sentence. */
export function tellInhibition({ source, target, equal }: InhibitionDocument): string {
  const same = equal.length === 0 ? '' : ` with the same ${equal.join(' and ')}`;
  return `While an alert fires whose ${tellMatchers(source)}, alerts${same} are not told whose ${tellMatchers(target)}.`;
}
