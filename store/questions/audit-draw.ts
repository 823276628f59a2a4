import type { QueryParameters } from '../database.ts';

/** How runs are drawn: what share of them, and the secret that nobody who chooses ids knows. */
export interface AuditDraw {
  /** Above 0 to 1. */
  readonly share: number;
  /** At least 16 secret bytes, the same after a restart. */
  readonly key: Uint8Array;
}

/** Bits of the hash that are compared: as many as a JavaScript number holds exactly. */
const DRAW_BITS = 53;

/**
 * Where a run stands in the draw, 0 to 2^53 - 1; SQL over the columns `workload` and `id`, with the
 * parameters of {@link drawParameters}. Keyed SipHash: without the key its bits look like coin tosses.
 */
export const DRAW_POSITION = `bitShiftRight(
  sipHash64Keyed(({drawKeyLow: UInt64}, {drawKeyHigh: UInt64}), concat(workload, '\\n', id)),
  ${64 - DRAW_BITS})`;

/** Whether a run is drawn; a higher share draws the same runs and more. */
export const IS_DRAWN = `${DRAW_POSITION} < {drawBelow: UInt64}`;

/**
 * What {@link DRAW_POSITION} and {@link IS_DRAWN} are bound to.
 * @throws RangeError where the key is shorter than 16 bytes
 */
export function drawParameters({ share, key }: AuditDraw): QueryParameters {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
  return {
    drawKeyLow: view.getBigUint64(0, true).toString(),
    drawKeyHigh: view.getBigUint64(8, true).toString(),
    drawBelow: BigInt(Math.round(share * 2 ** DRAW_BITS)).toString(),
  };
}
