import type { RawTable } from './raw-columns.ts';

/** The `sign` of a row that was struck out of its segment: no table takes it. */
export const STRUCK_OUT = 0;

/** A spool segment that no longer grows: whole rows of one raw table, as RowBinary on disk. */
export interface SealedSegment {
  readonly table: RawTable;
  /** Rises with every segment of this spool, across restarts; stands in `spool_segment` of each row. */
  readonly id: bigint;
  /** Absolute path of the file. */
  readonly path: string;
  /** Rows in it, those struck out as well. */
  readonly rows: number;
  readonly bytes: number;
}

/** Where segments go. Both calls are serial: the spool never has two of them under way. */
export interface SegmentTarget {
  /**
   * Hands a whole segment over; resolves once the raw table and every roll-up hold it. Throws
   * BellwetherError `unavailable` when the database is away or slow: then its state is unknown.
   */
  insert(segment: SealedSegment): Promise<void>;
  /**
   * For a segment whose hand-over may have begun: looks which parts of it arrived, in the raw
   * table and in each roll-up, and puts in only what is absent.
   * @returns rows found missing from the raw table and put in
   */
  repair(segment: SealedSegment): Promise<number>;
}
