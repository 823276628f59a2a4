type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** What ingest says to whoever runs it; pino's logger fits. */
export interface IngestLog {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
