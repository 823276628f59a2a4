import { BellwetherError } from '../core/errors.ts';

/** Room in memory for bodies that are being read and looked into. */
export interface BodyRoom {
  /**
   * Takes room for one body.
   * @param bytes that the request states; null where it states none
   * @returns gives the room back
   * @throws BellwetherError `unavailable` while there is none
   */
  take(bytes: number | null): () => void;
}

/** What all bodies under way may hold together, as they come over the wire. */
const ROOM_BYTES = 512 * 1_048_576;
/** For a body of a length that is not stated: most are far smaller, few as large as allowed. */
const UNSTATED_BYTES = 2 * 1_048_576;
const RETRY_SECONDS = 1;

/** @param roomBytes more than one body of the largest size */
export function createBodyRoom(roomBytes: number = ROOM_BYTES): BodyRoom {
  let taken = 0;
  return {
    take(stated) {
      const bytes = stated ?? UNSTATED_BYTES;
      if (taken + bytes > roomBytes) {
        throw new BellwetherError('unavailable', 'too many bodies are on their way at once', {
          retryAfterSeconds: RETRY_SECONDS,
        });
      }
      taken += bytes;
      return () => {
        taken -= bytes;
      };
    },
  };
}
