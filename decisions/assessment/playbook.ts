import { isoTime } from '../../core/time.ts';
import type { WorkloadDocument } from '../../core/workload.ts';
import type { StepResult } from '../engine/step.ts';
import type { ResolvedPolicy, Verdict } from '../policy/policy.ts';
import type { AssessedSignal, Assessment, Counterfactual } from './assessment.ts';
import { exposureStep } from './exposure-step.ts';
import { formatCount, formatDuration } from './format-value.ts';
import { redesignLevers } from './redesign-levers.ts';
import { asSentence, listInWords, missingPhrase, signalPhrase } from './signal-phrase.ts';
import { tightestSignals } from './tightest-signals.ts';
import { blockInWords, nameOf, samplesInWords } from './verdict-sentence.ts';

/** What a playbook is written from. */
export interface PlaybookFacts {
  readonly policy: ResolvedPolicy;
  readonly workload: WorkloadDocument;
  readonly result: StepResult;
  readonly signals: readonly AssessedSignal[];
  readonly counterfactual: Counterfactual;
}

/** A headline and steps, in order. */
export type Playbook = Assessment['playbook'];

/** What to do about the published verdict. */
export function playbook(facts: PlaybookFacts): Playbook {
  const { verdict, pending } = facts.result;
  const { headline, steps } = PLAYBOOKS[verdict](facts);
  if (pending === null) return { headline, steps };
  const day = isoTime(pending.untilMs).slice(0, 10);
  return {
    headline,
    steps: [...steps, `If nothing changes, the verdict is ${pending.verdict} from ${day}.`],
  };
}

const PLAYBOOKS: Readonly<Record<Verdict, (facts: PlaybookFacts) => Playbook>> = {
  scale: scalePlaybook,
  hold: holdPlaybook,
  redesign: redesignPlaybook,
  stop: stopPlaybook,
};

function scalePlaybook({ policy, workload, signals }: PlaybookFacts): Playbook {
  const { from, to } = exposureStep(workload.rollout);
  const watched = tightestSignals(requiredOf(signals), 2).map(signalPhrase);
  const steps: string[] = [];
  if (workload.stage !== 'production') {
    steps.push(
      `Finish stage ${workload.stage} first: before production, exposure goes no further than review.`,
    );
  }
  if (to === null) {
    steps.push(
      'It is live for everyone: the next step is a further team, segment or line of business, one at a time.',
    );
  } else {
    const start = from === null ? 'No rollout is on record: start' : `Go from ${from} %`;
    steps.push(
      `${start} ${from === null ? 'at' : 'to'} ${to} % of the traffic, by a signed decision with a review date.`,
    );
    steps.push(
      `Stay there for at least ${formatDuration(policy.dwellMs.scale)} before the next step: not all at once.`,
    );
  }
  if (watched.length > 0) steps.push(`Watch what has the least room: ${listInWords(watched)}.`);
  steps.push(
    'Keep the way back rehearsed: scale is withdrawn in the hour in which its evidence no longer holds.',
  );
  return {
    headline:
      to === null ? 'Scale: on to the next team' : `Scale: next step ${to} % of the traffic`,
    steps,
  };
}

function holdPlaybook({ result, signals, counterfactual }: PlaybookFacts): Playbook {
  const failing = requiredOf(signals).filter(({ status }) => status === 'fail');
  if (failing.length > 0) {
    const levers = redesignLevers(failing).slice(0, 2);
    return {
      headline: `Hold and harden: ${listInWords(failing.map(nameOf))}`,
      steps: [
        'Keep exposure where it is until what fails is mended.',
        ...failing.map((signal) => asSentence(signalPhrase(signal))),
        ...levers.map(({ advice }) => advice),
        'After the change the evidence starts anew: it has to be shown again.',
      ],
    };
  }
  if (result.blockedBy.length > 0) {
    return {
      headline: 'Hold: the numbers are ready, something else is not',
      steps: [
        ...result.blockedBy.map((block) => asSentence(blockInWords(block))),
        'Scale is proposed as soon as that is cleared.',
      ],
    };
  }
  if (result.row.row.verdict === 'scale') {
    return {
      headline: 'Hold: shown to be ready, and now to stay so',
      steps: ['Keep exposure where it is while the evidence lasts.'],
    };
  }
  const steps = evidenceSteps(requiredOf(signals), counterfactual);
  if (steps.length === 0) {
    steps.push('Give every axis at least one required signal with a limit in the policy.');
  }
  return {
    headline: 'Hold: gather the evidence that is missing',
    steps: ['Keep exposure where it is.', ...steps],
  };
}

function redesignPlaybook({ signals }: PlaybookFacts): Playbook {
  const failing = signals.filter(({ status }) => status === 'fail');
  const levers = redesignLevers(failing);
  if (levers.length === 0) {
    return {
      headline: 'Redesign: change what made it fail',
      steps: [
        'What failed is no longer measured or no longer clear: measure it before relying on a change.',
      ],
    };
  }
  return {
    headline: `Redesign: start with ${listInWords(levers.slice(0, 2).map(({ lever }) => lever))}`,
    steps: [
      'Keep exposure where it is or narrow it while the design changes.',
      ...levers.map(({ advice }) => advice),
      'Change one thing at a time and release it under a name of its own: the evidence restarts with it.',
    ],
  };
}

function stopPlaybook({ workload, signals }: PlaybookFacts): Playbook {
  const failing = requiredOf(signals).filter(({ status }) => status === 'fail');
  const because = failing.length > 0 ? `: ${listInWords(failing.map(signalPhrase))}` : '';
  const owner = workload.owners?.business ?? workload.owners?.sponsor;
  return {
    headline: 'Stop: wind it down in order',
    steps: [
      `Have the stop signed by ${owner ?? 'the business owner (none is named: name one)'}${because}.`,
      'Take the mode down to review, then off; tell its users what replaces it and from when.',
      'Hand open work back to people, and keep the manual path staffed until nothing is left.',
      'Revoke its keys and access to data, cancel contracts and capacity, and set the stage to retired.',
      'Keep telemetry and record for their retention, and write down what was learned.',
    ],
  };
}

function evidenceSteps(
  required: readonly AssessedSignal[],
  { samples_needed, changes }: Counterfactual,
): string[] {
  return required.flatMap((signal) => {
    if (signal.status === 'pass') return [];
    const needed = samples_needed.find((item) => item.signal === signal.signal);
    if (needed === undefined) {
      return changes.some((change) => change.signal === signal.signal)
        ? [asSentence(`bring it inside its limit: ${signalPhrase(signal)}`)]
        : [];
    }
    if (signal.state === 'ok')
      return [asSentence(`${nameOf(signal)} needs ${samplesInWords(needed)}`)];
    const gap = missingPhrase(signal.state);
    const least = formatCount(needed.more);
    return [asSentence(`${nameOf(signal)} ${gap}: at least ${least} more samples are needed`)];
  });
}

function requiredOf(signals: readonly AssessedSignal[]): readonly AssessedSignal[] {
  return signals.filter(({ role }) => role === 'required');
}
