import type { WireEvent, WireEventOf } from '../../core/event.ts';
import { HOUR_MS, MINUTE_MS } from '../../core/time.ts';
import type { RunProfile } from './plan.ts';
import type { Random } from './random.ts';

/** Longest that an event may follow its run in history, in milliseconds. */
export const LONGEST_AFTERMATH_MS = 20 * HOUR_MS;

const REVIEW_DELAY_MS = 3 * HOUR_MS;
const FEEDBACK_DELAY_MS = 12 * MINUTE_MS;
const EVALUATION_DELAY_MS = 2 * MINUTE_MS;
const DELAY_SIGMA = 0.8;
const REVIEW_SECONDS_SIGMA = 0.5;
const RATING_SPREAD = 0.45;
const REVIEWERS = 6;
const FAILURE_PATTERNS = [
  'wrong source',
  'out of date',
  'incomplete',
  'wrong tone',
  'wrong amount',
];

/**
 * What people and judges say about a run, later: evaluation, review, feedback.
 * @param runMs when the run was, epoch milliseconds
 * @param haste by how much their delays are shortened, ≥ 1
 */
export function simulateAftermath(
  run: WireEventOf<'run'>,
  runMs: number,
  profile: RunProfile,
  random: Random,
  haste: number,
): WireEvent[] {
  const events: WireEvent[] = [];
  const about = (suffix: string, delayMs: number) => ({
    id: `${run.id}-${suffix}`,
    ts:
      runMs +
      Math.ceil(Math.min(random.lognormal(delayMs, DELAY_SIGMA), LONGEST_AFTERMATH_MS) / haste),
    workload: run.workload,
    release: run.release,
    run: run.id,
  });
  const hallucinated = run.hallucination ?? random.chance(profile.hallucinationRate);

  if (
    profile.judged.by === 'evaluation' &&
    run.ok === true &&
    random.chance(profile.judged.share)
  ) {
    events.push({
      ...about('j', EVALUATION_DELAY_MS),
      kind: 'evaluation',
      name: 'hallucination',
      evaluator: 'model',
      label: hallucinated ? 'hallucinated' : 'factual',
      score: hallucinated ? 1 : 0,
    });
  }
  const review = reviewOf(run, profile, hallucinated, random);
  if (review !== null) events.push({ ...about('r', REVIEW_DELAY_MS), ...review });
  if (run.ok === true && random.chance(profile.feedback.share)) {
    const rating = profile.feedback.satisfaction + RATING_SPREAD * random.normal();
    events.push({
      ...about('f', FEEDBACK_DELAY_MS),
      kind: 'feedback',
      rating: Math.round(Math.min(1, Math.max(-1, rating)) * 100) / 100,
      complaint: random.chance(profile.feedback.complaintRate),
    });
  }
  return events;
}

type Review = Omit<WireEventOf<'review'>, 'id' | 'ts' | 'workload' | 'release' | 'run'>;

/** A random audit, else a look at what was escalated, else none. */
function reviewOf(
  run: WireEventOf<'run'>,
  { reviews }: RunProfile,
  hallucinated: boolean,
  random: Random,
): Review | null {
  const isAudited = run.ok === true && random.chance(reviews.randomShare);
  const isEscalated = !isAudited && run.escalated === true && random.chance(reviews.escalatedShare);
  if (!isAudited && !isEscalated) return null;
  const isWrong = random.chance(isEscalated ? 2 * reviews.errorRate : reviews.errorRate);
  const minor = random.chance(0.25);
  return {
    kind: 'review',
    source: isAudited ? 'random' : 'escalation',
    verdict: isWrong
      ? random.chance(0.7)
        ? 'rework'
        : 'reject'
      : minor
        ? 'minor_edit'
        : 'correct',
    hallucination: isAudited ? hallucinated : undefined,
    failure_pattern: isWrong
      ? FAILURE_PATTERNS[random.integer(FAILURE_PATTERNS.length)]
      : undefined,
    seconds: Math.round(random.lognormal(reviews.medianSeconds, REVIEW_SECONDS_SIGMA)),
    reviewer: `reviewer-${1 + random.integer(REVIEWERS)}`,
  };
}
