import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WireEvent } from '../../core/event.ts';
import { DAY_MS } from '../../core/time.ts';
import { findDrills } from '../../decisions/gates/drills.ts';
import type { Watch } from '../../decisions/gates/gate-facts.ts';
import { createGatesAt } from '../../decisions/gates/gates-at.ts';
import { replay, type ReplayContext, type ReplayedChange } from '../../decisions/engine/replay.ts';
import { resolvePolicy } from '../../decisions/policy/resolve-policy.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { createOrganisation, type Organisation } from '../../server/demo/organisation.ts';
import { HISTORY_DAYS, type IntendedVerdict } from '../../server/demo/plan.ts';
import { PLANS } from '../../server/demo/workloads/plans.ts';
import { createHistory } from '../../signals/history.ts';
import { historyFromEvents } from '../support/history-from-events.ts';

/** The seed of `npm run demo`. */
const SEED = 20260101;

/** Days by which a published verdict may miss its intended day: weekends move with the anchor. */
const TOLERANCE_DAYS = 6;

/** As a demonstration is set up when it starts: rules on every axis, and a pager that was tried. */
const WATCHED: Watch = {
  rules: { value: ['hardly-accepted'], operations: ['error-budget'], economics: ['cost-breaker'] },
  breakers: ['cost-breaker'],
  receivers: ['service-desk-pager'],
  test: { receiver: 'service-desk-pager', acknowledgedMs: Date.parse('2026-11-01T00:00:00Z') },
};

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

function verdictsOf(
  organisation: Organisation,
  id: string,
  events: WireEvent[],
  endMs: number,
): ReplayedChange[] {
  const workload = organisation.workloads.find((document) => document.id === id)!;
  const document = organisation.policies.find((policy) => policy.id === workload.policy)!;
  const rows = historyFromEvents(events, endMs);
  const policy = resolvePolicy(document, 1, () => undefined, hash, workload);
  const history = createHistory(rows);
  const context: ReplayContext = {
    businessCase: workload.business_case ?? {},
    limitChangesMs: {},
    gatesAt: createGatesAt(policy.gatesRequiredForScale, () => ({
      workload,
      policy,
      history,
      drills: findDrills(rows.incidents),
      watch: WATCHED,
      signatures: new Map(),
      reviewsMs: [],
      people: [],
      datasets: [],
    })),
    blocksAt: (atMs) => ({
      alerts: [],
      decisionExpired: atMs >= Date.parse(workload.decision_due!) + DAY_MS,
    }),
  };
  return replay(policy, history, context, endMs).changes.filter(
    ({ verdict, previous }) => verdict !== previous,
  );
}

// Different weekdays and hours, because weekends and nights thin out the evidence.
describe.each(['2026-11-21T03:00:00Z', '2026-11-24T17:00:00Z'])(
  'with history up to %s',
  (anchor) => {
    const anchorMs = Date.parse(anchor);
    const organisation = createOrganisation({ anchorMs, seed: SEED });
    const eventsOf = new Map<string, WireEvent[]>();
    const published = new Map<string, Verdict>();

    beforeAll(() => {
      for (const { id } of organisation.workloads) eventsOf.set(id, []);
      for (const batch of organisation.history()) {
        for (const event of batch) eventsOf.get(event.workload)!.push(event);
      }
    });

    it.each(PLANS.map(({ id, story, intended }) => ({ id, story, intended })))(
      '$id — $story',
      ({ id, intended }) => {
        const changes = verdictsOf(organisation, id, eventsOf.get(id)!, anchorMs);
        const story: IntendedVerdict[] = changes.map(({ atMs, verdict }) => ({
          fromDay: HISTORY_DAYS + (atMs - anchorMs) / DAY_MS,
          verdict,
        }));
        published.set(id, story.at(-1)!.verdict);
        expect(story.map(({ verdict }) => verdict)).toEqual(intended.map(({ verdict }) => verdict));
        story.forEach(({ fromDay }, i) => {
          expect(Math.abs(fromDay - intended[i]!.fromDay)).toBeLessThan(TOLERANCE_DAYS);
        });
      },
    );

    it('ends with all four verdicts in the portfolio', () => {
      expect([...new Set(published.values())].sort()).toEqual([
        'hold',
        'redesign',
        'scale',
        'stop',
      ]);
    });
  },
);
