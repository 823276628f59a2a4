/** Bodies are read into buffers of whole steps, so that those of one sender fit each other's. */
const STEP_BYTES = 64 * 1024;
/** Memory kept for the next bodies: enough for a busy moment. */
const MAX_IDLE_BYTES = 16 * 1_048_576;
/** A buffer that one large body took is let go. */
const MAX_KEPT_BYTES = 2 * 1_048_576;

/** Buffers that bodies are read into, one after another: memory that is new costs more than reading. */
export interface BodyBuffers {
  /** At least so many bytes; what stands in them is of earlier bodies. */
  take(bytes: number): Buffer;
  /** To be called once nothing reads the buffer any more. */
  release(buffer: Buffer): void;
}

export function createBodyBuffers(): BodyBuffers {
  const idle: Buffer[] = [];
  let idleBytes = 0;
  return {
    take(bytes) {
      const index = idle.findIndex(({ length }) => length >= bytes);
      const [found] = index === -1 ? [] : idle.splice(index, 1);
      if (!found) return Buffer.allocUnsafeSlow(Math.ceil(bytes / STEP_BYTES) * STEP_BYTES);
      idleBytes -= found.length;
      return found;
    },
    release(buffer) {
      if (buffer.length > MAX_KEPT_BYTES || idleBytes + buffer.length > MAX_IDLE_BYTES) return;
      idle.push(buffer);
      idleBytes += buffer.length;
    },
  };
}
