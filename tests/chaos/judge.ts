import { crashLines, differences, episodeLines, noneOf, type Finding } from './compare.ts';
import type { DoneFaults } from './carry-out.ts';
import type { MemoryFigure } from './memory.ts';
import { expectedCounts, type Outcome } from './outcome.ts';
import type { SenderCounts } from './sender.ts';
import type { Stream } from './stream.ts';
import { BATCH_EVENTS, SPAN_TOKENS, countEvents, type TelemetryPlan } from './telemetry.ts';
import type { UndisturbedRun } from './undisturbed.ts';
import type { Webhook } from './webhook.ts';

/** Everything that a disturbed run left to be judged. */
export interface ChaosRun extends Outcome {
  readonly plan: TelemetryPlan;
  readonly stream: Stream;
  readonly sender: SenderCounts;
  readonly isDrained: boolean;
  readonly traces: { readonly n: number; readonly tokens: number };
  readonly webhook: Pick<Webhook, 'told' | 'about'>;
  readonly memory: readonly MemoryFigure[];
  /** What each process printed, by name. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  /** Processes that ended though nobody ended them. */
  readonly endedByThemselves: readonly string[];
  readonly done: DoneFaults;
  readonly recordProblem: string | null;
}

/** Processes of different age differ by so much; what leaks goes on growing. */
const MOST_GROWTH = 1.25;
const MOST_MB = 1200;

const total = (counts: ReadonlyMap<string, number>, table: string): number =>
  [...counts].reduce((sum, [key, n]) => (key.split(' ', 2)[1] === table ? sum + n : sum), 0);

const commas = (n: number): string => n.toLocaleString('en');

function countFindings(run: ChaosRun): Finding[] {
  const { stream, plan, counts, sender } = run;
  const expected = expectedCounts(countEvents(plan, stream.taken));
  const events = stream.taken.size * BATCH_EVENTS;
  const counted = commas(total(counts, 'runs') + total(counts, 'events'));
  const unsent = plan.batches - stream.taken.size;
  return [
    noneOf(
      'events acknowledged',
      'all of them, in the end',
      `${commas(events)}, the slowest after ${(stream.slowestMs / 1000).toFixed(1)} s`,
      run.isDrained && unsent === 0 ? [] : [`${unsent} batches were never taken`],
    ),
    noneOf(
      'events counted',
      'each once: rows, ids, and the sums of minute, hour and day',
      `${counted} in ${counts.size} counts by workload`,
      differences(counts, expected),
    ),
    noneOf(
      'requests sent again though acknowledged',
      'change nothing',
      commas(sender.repeats),
      sender.rejected === 0 ? [] : [`${sender.rejected} events were rejected`],
    ),
    noneOf(
      'traces sent span by span',
      'one run each, tokens of every span',
      commas(run.traces.n),
      run.traces.n === stream.traces && run.traces.tokens === stream.traces * SPAN_TOKENS
        ? []
        : [`${run.traces.n} runs, ${run.traces.tokens} tokens of ${stream.traces} traces`],
    ),
  ];
}

function alertFindings(run: ChaosRun, calm: UndisturbedRun): Finding[] {
  const firing = run.episodes.filter(({ fields }) => fields['resolved_at'] === null).length;
  // By what is told, not by message: minutes that are made up for come close enough together that an
  // alert's end and its next beginning are one message.
  const toldOf = ({ webhook }: Pick<ChaosRun, 'webhook'>): Map<string, number> => {
    const messages = new Map<string, number>();
    for (const { words, atMs } of [...webhook.about.values()].flat()) {
      if (atMs <= run.evaluatedMs) messages.set(words, (messages.get(words) ?? 0) + 1);
    }
    return messages;
  };
  const told = toldOf(run);
  const repeats = [...run.webhook.told.values()].reduce((sum, n) => sum + n - 1, 0);
  return [
    noneOf(
      'events acknowledged within the minute that evaluation waits',
      'all, so that the runs can be compared',
      'all',
      run.stream.late === 0 ? [] : [`${run.stream.late} batches came later`],
    ),
    noneOf(
      'minutes evaluated',
      'as many as undisturbed',
      `up to ${new Date(run.evaluatedMs).toISOString()}`,
      run.evaluatedMs === calm.evaluatedMs ? [] : [`${run.evaluatedMs} and ${calm.evaluatedMs}`],
    ),
    noneOf(
      'alerts: first breach, firing, recovery and end of every episode',
      'equal to the undisturbed run',
      `${commas(run.episodes.length)} episodes, ${firing} of them open`,
      differences(episodeLines(run.episodes), episodeLines(calm.episodes)),
    ),
    noneOf(
      'notifications',
      'the same set, each of them in one message, which keeps its key however often it is sent',
      `${commas(told.size)}, ${repeats} repeated under their key`,
      differences(told, toldOf(calm)),
    ),
  ];
}

function verdictFindings(run: ChaosRun, calm: UndisturbedRun): Finding[] {
  const lines = ({ verdicts }: Outcome): Map<string, string> =>
    new Map(
      [...verdicts].flatMap(([id, { verdict, hash, signals }]) => [
        [id, `${verdict} on evidence ${hash}`] as const,
        ...signals.map((line, i) => [`${id} ${i}`, line] as const),
      ]),
    );
  const kinds = [...new Set([...run.verdicts.values()].map(({ verdict }) => verdict))].toSorted();
  return [
    noneOf(
      'verdicts, the hash of their evidence, every number of their recent windows',
      'equal to the undisturbed run',
      `${run.verdicts.size}: ${kinds.join(', ')}`,
      differences(lines(run), lines(calm)),
    ),
    noneOf(
      'the record',
      'its chain of hashes holds',
      'intact',
      run.recordProblem === null ? [] : [run.recordProblem],
    ),
  ];
}

/** Flat is what is held: how far garbage may grow before it is collected is for Node to choose. */
function memoryFindings({ process, mostMb, heldMb }: MemoryFigure): Finding[] {
  const growing = heldMb ?? mostMb;
  const told = (mb: readonly number[]): string => mb.map(Math.round).join(', ');
  const resident: Finding = {
    what: `memory of ${process}: resident`,
    asked: `below ${MOST_MB} MB`,
    found: `at most ${told(mostMb)} MB in each third`,
    holds: Math.max(...mostMb) < MOST_MB,
    problems: [],
  };
  const flat: Finding = {
    what: `memory of ${process}: ${heldMb === null ? 'resident' : 'held after a collection'}`,
    asked: `in the last third at most ${MOST_GROWTH} × the middle one`,
    found: `${heldMb === null ? 'at most' : 'in the median'} ${told(growing)} MB in each third`,
    holds: growing[1] > 0 && growing[2] > 0 && growing[2] <= growing[1] * MOST_GROWTH,
    problems: [],
  };
  return [resident, flat];
}

function processFindings(run: ChaosRun, calm: UndisturbedRun): Finding[] {
  const crashes = [...run.outputs].flatMap(([name, outputs]) =>
    outputs.flatMap((output) => crashLines(output).map((line) => `${name}: ${line.slice(0, 160)}`)),
  );
  const starts = [...run.outputs.values()].reduce((sum, outputs) => sum + outputs.length, 0);
  return [
    noneOf('unhandled errors in any log', 'none', `none in ${starts} runs of processes`, crashes),
    noneOf('processes that ended by themselves', 'none', 'none', run.endedByThemselves),
    noneOf('errors in the log of the undisturbed run', 'none', 'none', calm.faults),
    ...run.memory.flatMap(memoryFindings),
  ];
}

/** Faults that every full run carries out, by kind. */
export const faultCounts = (done: DoneFaults): string =>
  [...done]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([fault, n]) => (n === 1 ? fault : `${fault} × ${n}`))
    .join('; ');

/** What was asked of the run, and what came of it. */
export function judge(run: ChaosRun, calm: UndisturbedRun): Finding[] {
  return [
    ...countFindings(run),
    ...alertFindings(run, calm),
    ...verdictFindings(run, calm),
    ...processFindings(run, calm),
  ];
}
