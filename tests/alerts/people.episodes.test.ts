import { expect, test } from 'vitest';
import { NO_RESPONSE, episode, type Episode } from '../../alerts/episode/episode.ts';
import { respond } from '../../alerts/episode/respond.ts';
import { tellEpisode, tellEpisodes } from '../../alerts/people/tell-episode.ts';
import { minute, NOON_MS, peopleOf, Planner } from './people-world.ts';

const EPISODE: Episode = {
  alert: 'a',
  number: 3,
  rule: 'tools-failing',
  ruleVersion: 1,
  title: 'Tool calls fail',
  workload: 'support',
  cut: 'tool',
  value: 'search',
  labels: { team: 'ops', rule: 'tools-failing', workload: 'support', tool: 'search' },
  severity: 'page',
  blocksScale: true,
  summary: 'support: search succeeds 82 %',
  description: '',
  runbookUrl: null,
  owner: null,
  activeMs: minute(-10),
  firedMs: NOON_MS,
  recoveringMs: null,
  resolvedMs: null,
  reason: null,
  firedValue: 0.8,
  lastValue: 0.82,
  threshold: 0.9,
  flappingSinceMs: null,
  response: NO_RESPONSE,
};
const over = (episode: Episode, atMs: number): Episode => ({
  ...episode,
  resolvedMs: atMs,
  reason: 'cleared',
});

test('routes can ask for the severity of an episode and for the labels of its rule', () => {
  expect(tellEpisode(EPISODE)).toMatchObject({
    id: 'a',
    episode: 3,
    status: 'firing',
    startedMs: NOON_MS,
    value: 0.82,
    labels: { severity: 'page', team: 'ops', tool: 'search' },
  });
});

test('who takes, snoozes or closes an episode hears no more of it but its end', () => {
  const acts = [
    { act: 'acknowledge', note: '' },
    { act: 'snooze', untilMs: minute(600), note: '' },
    { act: 'close', note: '' },
  ] as const;
  const routes = [{ receiver: 'ops', escalate: [{ after: '5m', receiver: 'lead' }] }];
  for (const act of acts) {
    const planner = new Planner(peopleOf({ routes }));
    expect(planner.at(minute(1), [tellEpisode(EPISODE)])).toEqual(['0.5 ops fire a#3']);
    const taken = respond(EPISODE, act, 'person:ada', minute(2));
    expect(planner.at(minute(300), [tellEpisode(taken)])).toEqual([]);
    const told = planner.at(minute(301), [tellEpisode(over(taken, minute(301)))]);
    expect(told).toEqual(['301 ops resolve a#3']);
  }
});

test('planning is handed what fires and what was over within a day', () => {
  const [old, recent] = [over({ ...EPISODE, number: 1 }, minute(-2_000)), over(EPISODE, minute(5))];
  const told = tellEpisodes([{ ...EPISODE, number: 4 }], [recent, old], minute(10));
  expect(told.map(({ episode }) => episode)).toEqual([4, 3]);
});

test('an episode that was kept before it was kept since when it flaps is read as one that does not', () => {
  const { flappingSinceMs: _, ...kept } = EPISODE;
  expect(episode.parse({ ...kept, isFlapping: true })).toEqual(EPISODE);
});
