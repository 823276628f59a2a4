import type { BadOfTotal } from '../condition/burn-rate.ts';
import type { BurnPoint } from './rule-case.ts';

/**
 * The sums over a window that moves on: the buckets that end after t − length, up to t.
 * @param points by rising t, in seconds; those with null are as if they were not there
 * @param lengthSeconds of the window, > 0
 * @returns a function of t, which must not fall from call to call; null where no bucket lies in the window
 */
export function createBucketWindow(
  points: readonly BurnPoint[],
  lengthSeconds: number,
): (t: number) => BadOfTotal | null {
  const buckets = points.filter(isBucket);
  const bad = createSum();
  const total = createSum();
  let first = 0;
  let next = 0;
  return (t) => {
    for (let bucket = buckets[next]; bucket && bucket.t <= t; bucket = buckets[++next]) {
      bad.add(bucket.bad);
      total.add(bucket.total);
    }
    for (let bucket = buckets[first]; first < next && bucket; bucket = buckets[++first]) {
      if (bucket.t > t - lengthSeconds) break;
      bad.add(-bucket.bad);
      total.add(-bucket.total);
    }
    return first === next ? null : { bad: bad.value(), total: total.value() };
  };
}

type Bucket = { readonly t: number } & BadOfTotal;

function isBucket(point: BurnPoint): point is Bucket {
  return point.bad !== null && point.total !== null;
}

interface Sum {
  readonly add: (term: number) => void;
  readonly value: () => number;
}

/**
 * A sum that keeps what rounding takes off, so that what was added and taken away leaves no trace: a
 * remainder of 1e-17 would be bad ones out of nothing.
 *
 * Source: Knuth 1997, The Art of Computer Programming, volume 2, 4.2.2, theorem B.
 */
function createSum(): Sum {
  let high = 0;
  let low = 0;
  return {
    add: (term) => {
      const rounded = high + term;
      const added = rounded - high;
      const remainder = low + (high - (rounded - added)) + (term - added);
      high = rounded + remainder;
      low = remainder - (high - rounded);
    },
    value: () => high,
  };
}
