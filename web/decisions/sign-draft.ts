import { ROLLOUT_MODES, type WorkloadDocument } from '../../core/workload.ts';
import type { Assessment } from '../../decisions/assessment/assessment.ts';
import type { Verdict } from '../../decisions/policy/policy.ts';
import { suggestNextMode, tellMode, widestMode } from '../../decisions/signing/check-next-mode.ts';
import type { DecisionRequest, NextMode } from '../../decisions/signing/decision.ts';
import { findDecisionFaults } from '../../decisions/signing/propose.ts';
import { requiredSignatures } from '../../decisions/signing/required-signatures.ts';
import type { SigningView } from '../../decisions/signing/signing-view.ts';
import { tellCapacity } from './build-decision-row.ts';

export type ModeChoice = NextMode['mode'] | 'as_it_is';

/** What somebody is about to sign, as the form holds it. */
export interface SignDraft {
  readonly verdict: Verdict;
  readonly reason: string;
  /** One a line. */
  readonly conditions: string;
  readonly reviewDate: string;
  readonly mode: ModeChoice;
  readonly percent: string;
}

/** What a draft is about: the evidence it was opened on, and who signs. */
export interface SignContext {
  readonly assessment: Assessment;
  readonly record: WorkloadDocument;
  readonly view: SigningView;
  readonly nowMs: number;
}

const DAY_MS = 86_400_000;
/** A quarter, as long as most business reviews are apart. */
const REVIEW_AFTER_DAYS = 90;

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

const boundsOf = (verdict: Verdict, { record, view }: SignContext) => ({
  verdict,
  stage: record.stage,
  current: view.rollout ?? undefined,
});

/** The rollout that a form offers for a verdict. */
export function offerMode(
  verdict: Verdict,
  context: SignContext,
): Pick<SignDraft, 'mode' | 'percent'> {
  const suggested = suggestNextMode(boundsOf(verdict, context));
  return {
    mode: suggested?.mode ?? 'as_it_is',
    percent: suggested?.percent === undefined ? '' : String(suggested.percent),
  };
}

/** A draft that accepts the published verdict. */
export function startDraft(context: SignContext): SignDraft {
  const { verdict } = context.assessment;
  return {
    verdict,
    reason: '',
    conditions: '',
    reviewDate: dayOf(context.nowMs + REVIEW_AFTER_DAYS * DAY_MS),
    ...offerMode(verdict, context),
  };
}

const modeOf = ({ mode, percent }: SignDraft): NextMode | undefined => {
  if (mode === 'as_it_is') return undefined;
  return mode === 'limited' ? { mode, percent: Number(percent) } : { mode };
};

export type ReadDraft =
  | { readonly kind: 'request'; readonly request: DecisionRequest }
  | { readonly kind: 'faults'; readonly faults: Readonly<Record<string, string>> };

const DATE = /^\d{4}-\d\d-\d\d$/;

/** The request that a draft stands for, or what is wrong, by field. */
export function readDraft(draft: SignDraft, context: SignContext): ReadDraft {
  const { assessment, view } = context;
  const accepts = draft.verdict === assessment.verdict;
  const mode = modeOf(draft);
  const conditions = draft.conditions
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const request: DecisionRequest = {
    verdict: draft.verdict,
    accepts,
    reason: draft.reason.trim(),
    conditions,
    review_date: draft.reviewDate,
    evidence_hash: assessment.evidence_hash,
    ...(mode === undefined ? {} : { next_mode: mode }),
    ...(view.last === null ? {} : { replaces: view.last }),
  };
  const faults = Object.fromEntries([
    ...(isPercent(draft) ? [] : [['next_mode', 'a percentage from 0 to 100'] as const]),
    ...(DATE.test(draft.reviewDate) ? [] : [['review_date', 'a day is needed'] as const]),
    ...(conditions.length > 20 ? [['conditions', '20 at most'] as const] : []),
    ...findDecisionFaults({
      request,
      record: context.record,
      current: view.rollout ?? undefined,
      assessment,
      nowMs: context.nowMs,
    }).map(({ path, message }) => [path, message] as const),
  ]);
  return Object.keys(faults).length > 0 ? { kind: 'faults', faults } : { kind: 'request', request };
}

const isPercent = ({ mode, percent }: SignDraft): boolean =>
  mode !== 'limited' || (/^\d{1,3}$/.test(percent.trim()) && Number(percent) <= 100);

/** One signature that a draft will need, and whose it is. */
export interface SignerLine {
  readonly words: string;
  /** Who the record names; null where it names nobody, or where it takes no named person. */
  readonly named: string | null;
  /** Whether who looks at the page gives it by signing. */
  readonly isYours: boolean;
}

/** Who must sign what a draft says, in the order they are asked. */
export function buildSigners(
  verdict: Verdict,
  { assessment, record, view }: SignContext,
): SignerLine[] {
  const accepts = verdict === assessment.verdict;
  const owners = record.owners ?? {};
  const { capacities: yours, owns_build: ownsBuild } = view.you;
  let isGiven = false;
  return requiredSignatures({ verdict, accepts }).map(({ capacities, words }) => {
    const named = capacities.flatMap((capacity) =>
      capacity === 'business' || capacity === 'operations' || capacity === 'risk'
        ? [owners[capacity]].flatMap((name) =>
            name === undefined ? [] : [`${name} (${tellCapacity(capacity)})`],
          )
        : [],
    );
    const mayBesideBuild = verdict === 'scale' && !capacities.includes('business');
    const isYours =
      !isGiven &&
      capacities.some((capacity) => yours.includes(capacity)) &&
      (!ownsBuild || (mayBesideBuild && !capacities.includes('reviewer')));
    isGiven ||= isYours;
    const isNamed = verdict === 'scale' && !capacities.includes('reviewer');
    return { words, named: isNamed && named.length > 0 ? named.join(' or ') : null, isYours };
  });
}

/** What a rollout choice may go up to, in words. */
export const tellWidest = (verdict: Verdict, context: SignContext): string =>
  tellMode(widestMode(boundsOf(verdict, context)));

/** The choices of a rollout, least first. */
export const MODE_CHOICES: readonly ModeChoice[] = ['as_it_is', ...ROLLOUT_MODES];
