import type { IngestStatus } from '../api/queries.ts';
import { formatBytes } from '../format/bytes.ts';
import {
  formatCount,
  formatShare,
  NOTHING,
  THIN,
  threeDigits,
  writeNumber,
} from '../format/number.ts';
import { formatSignal } from '../format/unit.ts';

/** One figure of the strip on top, in words. */
export interface IngestFigure {
  readonly id: 'rate' | 'accepted' | 'duplicates' | 'rejected' | 'lag' | 'spool';
  readonly name: string;
  readonly figure: string;
  readonly aside: string;
  readonly explanation: string;
  readonly tone: 'usual' | 'none' | 'bad';
}

/** A lag above this is more than a busy moment: a hand-over starts twice a second. */
const LONG_LAG_MS = 10_000;
/** From here on a spool is close to where requests are turned away. */
const FULL_SHARE = 0.8;

/** A share below this is as good as none. */
const LEAST_SHARE = 0.001;

const LAG = { signal: 'lag', unit: 'ms' } as const;

const isBehind = ({ lag_ms, last_error }: IngestStatus): boolean =>
  last_error !== null || lag_ms > LONG_LAG_MS;

/**
 * Events a second, short.
 * @example formatRate(12.34) // '12.3'
 */
export function formatRate(perSecond: number): string {
  const isThousands = perSecond >= 10_000;
  const amount = isThousands ? perSecond / 1000 : perSecond;
  const digits = Number.isInteger(amount) ? 0 : Math.min(amount < 1 ? 2 : 1, threeDigits(amount));
  return writeNumber(amount, { factor: 1, digits, prefix: '', suffix: isThousands ? 'k' : '' });
}

/** A count, short from a million on. */
function shortCount(count: number): string {
  if (count < 1e6) return formatCount(count);
  const millions = count / 1e6;
  return writeNumber(millions, {
    factor: 1,
    digits: threeDigits(millions),
    prefix: '',
    suffix: 'M',
  });
}

interface CountFacts {
  readonly id: 'accepted' | 'duplicates' | 'rejected';
  readonly name: string;
  readonly aside: string;
  readonly meaning: string;
}

function countFigure({ id, name, aside, meaning }: CountFacts, count: number): IngestFigure {
  return {
    id,
    name,
    figure: shortCount(count),
    aside,
    explanation: `${meaning}\n${name}\t${formatCount(count)}\nUnit\tevents\nWindow\tsince this server started`,
    tone: count === 0 ? 'none' : id === 'rejected' ? 'bad' : 'usual',
  };
}

function tellFill(fill: number): string {
  if (fill === 0) return `0${THIN}%`;
  return fill < LEAST_SHARE ? `under ${formatShare(LEAST_SHARE)}` : formatShare(fill);
}

/** What comes in and what waits: six figures. */
export function buildIngestFigures(status: IngestStatus): readonly IngestFigure[] {
  const { rate_per_second: rate, lag_ms, spool_bytes, spool_limit_bytes } = status;
  const fill = spool_limit_bytes > 0 ? spool_bytes / spool_limit_bytes : null;
  return [
    {
      id: 'rate',
      name: 'Events a second',
      figure: rate === null ? NOTHING : formatRate(rate),
      aside: 'bars: last 10 minutes',
      explanation: `Events accepted a second.\nUnit\tevents per second\nWindow\tthe last 10 seconds; the bars show the last 10 minutes, 10 seconds each`,
      tone: rate === null || rate === 0 ? 'none' : 'usual',
    },
    countFigure(
      {
        id: 'accepted',
        name: 'Accepted',
        aside: 'since the start',
        meaning: 'Events that fit the contract and are safe on disk.',
      },
      status.accepted,
    ),
    countFigure(
      {
        id: 'duplicates',
        name: 'Duplicates',
        aside: 'counted once',
        meaning: 'Events that were sent again and are counted once.',
      },
      status.duplicates,
    ),
    countFigure(
      {
        id: 'rejected',
        name: 'Rejected',
        aside: status.rejected === 0 ? 'none' : 'see why',
        meaning: 'Events that do not fit the contract. Each is kept in the quarantine.',
      },
      status.rejected,
    ),
    {
      id: 'lag',
      name: 'Lag',
      figure: formatSignal(lag_ms, LAG),
      aside: lag_ms === 0 ? 'nothing waits' : 'until it can be asked for',
      explanation: `Age of the oldest event that the database does not hold yet. Below a second is usual.\nUnit\tmilliseconds, seconds or minutes, as written`,
      tone: isBehind(status) ? 'bad' : lag_ms === 0 ? 'none' : 'usual',
    },
    {
      id: 'spool',
      name: 'Waiting on disk',
      figure: formatBytes(spool_bytes),
      aside:
        fill === null ? 'no limit known' : `${tellFill(fill)} of ${formatBytes(spool_limit_bytes)}`,
      explanation: `Telemetry that is safe on disk and not yet in the database. At the limit requests are answered 503 and senders wait.\nWaiting\t${formatCount(spool_bytes)} bytes in ${formatCount(status.spool_segments)} files\nLimit\t${formatCount(spool_limit_bytes)} bytes`,
      tone: fill !== null && fill > FULL_SHARE ? 'bad' : spool_bytes === 0 ? 'none' : 'usual',
    },
  ];
}

/** The page's first sentence: whether telemetry arrives and gets where it should. */
export function buildIngestHeadline(status: IngestStatus): { text: string; isBad: boolean } {
  if (status.last_error !== null)
    return { text: 'Telemetry waits on disk: the database does not take it.', isBad: true };
  if (isBehind(status))
    return { text: 'Telemetry arrives faster than the database takes it.', isBad: true };
  if (status.accepted === 0 && status.rejected === 0)
    return { text: 'Nothing has come in since the start.', isBad: false };
  if (status.rate_per_second === 0)
    return { text: 'Quiet: nothing in the last 10 seconds.', isBad: false };
  return { text: 'Telemetry is coming in.', isBad: false };
}
