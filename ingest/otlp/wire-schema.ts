/** How a field is written on the wire. */
export type FieldKind =
  | 'text'
  | 'id'
  | 'bool'
  | 'int'
  | 'int64'
  | 'double'
  | 'fixed64'
  | 'nanos'
  | 'sfixed64'
  | MessageSchema;

export interface FieldSchema {
  /** The name that the JSON form uses. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly isList: boolean;
}

/** A message as the fields we read, by their numbers; all others are skipped. */
export interface MessageSchema {
  readonly fields: ReadonlyMap<number, FieldSchema>;
}

type FieldEntry = readonly [number, string, FieldKind, 'list'?];

function message(...entries: readonly FieldEntry[]): MessageSchema {
  return {
    fields: new Map(
      entries.map(([number, name, kind, list]) => [
        number,
        { name, kind, isList: list === 'list' },
      ]),
    ),
  };
}

const SCALARS: readonly FieldEntry[] = [
  [1, 'stringValue', 'text'],
  [2, 'boolValue', 'bool'],
  [3, 'intValue', 'int64'],
  [4, 'doubleValue', 'double'],
];

// A list holds scalars only, so no value nests: depth is a matter of this file, not of the sender.
const arrayValue = message([1, 'values', message(...SCALARS), 'list']);

/** The value of an attribute. */
export const valueSchema = message(...SCALARS, [5, 'arrayValue', arrayValue]);
/** A key and its value; a list of them is read as one map. */
export const keyValue = message([1, 'key', 'text'], [2, 'value', valueSchema]);

const resource = message([1, 'attributes', keyValue, 'list']);
const scope = message([1, 'name', 'text']);

/** A request: records in groups by scope, those in groups by resource. */
const request = (groups: string, scopes: string, records: string, record: MessageSchema) =>
  message([
    1,
    groups,
    message(
      [1, 'resource', resource],
      [2, scopes, message([1, 'scope', scope], [2, records, record, 'list']), 'list'],
    ),
    'list',
  ]);

/** What a span says happened while it ran. */
export const spanEventSchema = message(
  [1, 'timeUnixNano', 'nanos'],
  [2, 'name', 'text'],
  [3, 'attributes', keyValue, 'list'],
);

/** Read by `decode-span.ts`, field by field; here for what a field is and to be told apart. */
export const spanSchema = message(
  [1, 'traceId', 'id'],
  [2, 'spanId', 'id'],
  [4, 'parentSpanId', 'id'],
  [5, 'name', 'text'],
  [7, 'startTimeUnixNano', 'nanos'],
  [8, 'endTimeUnixNano', 'nanos'],
  [9, 'attributes', keyValue, 'list'],
  [11, 'events', spanEventSchema, 'list'],
  [15, 'status', message([2, 'message', 'text'], [3, 'code', 'int'])],
);

const logRecord = message(
  [1, 'timeUnixNano', 'nanos'],
  [6, 'attributes', keyValue, 'list'],
  [9, 'traceId', 'id'],
  [10, 'spanId', 'id'],
  [11, 'observedTimeUnixNano', 'nanos'],
  [12, 'eventName', 'text'],
);

const numberPoint = message(
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'asDouble', 'double'],
  [6, 'asInt', 'sfixed64'],
  [7, 'attributes', keyValue, 'list'],
);

const histogramPoint = message(
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [6, 'bucketCounts', 'fixed64', 'list'],
  [7, 'explicitBounds', 'double', 'list'],
  [9, 'attributes', keyValue, 'list'],
);

/** Points that are counted and not read. */
const unreadPoints = message([1, 'dataPoints', message(), 'list']);

const metric = message(
  [1, 'name', 'text'],
  [3, 'unit', 'text'],
  [5, 'gauge', message([1, 'dataPoints', numberPoint, 'list'])],
  [7, 'sum', message([1, 'dataPoints', numberPoint, 'list'], [2, 'aggregationTemporality', 'int'])],
  [
    9,
    'histogram',
    message([1, 'dataPoints', histogramPoint, 'list'], [2, 'aggregationTemporality', 'int']),
  ],
  [10, 'exponentialHistogram', unreadPoints],
  [11, 'summary', unreadPoints],
);

/**
 * The requests of OTLP, trimmed to what is read.
 * @see https://github.com/open-telemetry/opentelemetry-proto
 */
export const REQUEST_SCHEMAS = {
  traces: request('resourceSpans', 'scopeSpans', 'spans', spanSchema),
  logs: request('resourceLogs', 'scopeLogs', 'logRecords', logRecord),
  metrics: request('resourceMetrics', 'scopeMetrics', 'metrics', metric),
} as const;

/** The three kinds of telemetry that OTLP carries. */
export type OtlpSignal = keyof typeof REQUEST_SCHEMAS;
