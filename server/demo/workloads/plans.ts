import type { WorkloadPlan } from '../plan.ts';
import { campaignCopy } from './campaign-copy.ts';
import { claimsIntake } from './claims-intake.ts';
import { claimsSummary } from './claims-summary.ts';
import { contractReview } from './contract-review.ts';
import { meetingNotes } from './meeting-notes.ts';
import { policyAnswers } from './policy-answers.ts';
import { supportCopilot } from './support-copilot.ts';
import { underwritingNotes } from './underwriting-notes.ts';

/** Everybody in the made-up organisation; a workload's position seeds its generators, so append only. */
export const PLANS: readonly WorkloadPlan[] = [
  supportCopilot,
  claimsIntake,
  policyAnswers,
  claimsSummary,
  meetingNotes,
  contractReview,
  underwritingNotes,
  campaignCopy,
];
