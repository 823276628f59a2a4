import { BellwetherError } from '../../core/errors.ts';
import { familiesOf } from './attribute-families.ts';
import type {
  LogsRequest,
  MetricsRequest,
  OtlpLogRecord,
  OtlpMetric,
  OtlpSpan,
  RecordGroup,
  Temporality,
  TracesRequest,
} from './otlp-request.ts';
import {
  asAttributes,
  asFields,
  asId,
  asList,
  asCount,
  asMs,
  asNumber,
  asNumbers,
  asText,
  type Fields,
} from './read-fields.ts';

/** Spans, log records or metrics in one request; exporters send some hundred. */
const MAX_RECORDS = 20_000;

export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

type Names = readonly [groups: string, scopes: string, records: string];

/** Walks through the groups of a request in its own order. */
function readGroups<T>(
  request: unknown,
  [groups, scopes, records]: Names,
  read: (fields: Fields) => T,
): RecordGroup<T>[] {
  let count = 0;
  return asList(asFields(request, 'the body')[groups], groups).flatMap((group) => {
    const resource = asAttributes(
      asFields(group['resource'], 'resource')['attributes'],
      'resource.attributes',
    );
    return asList(group[scopes], scopes).map((inner) => {
      const list = asList(inner[records], records);
      count += list.length;
      if (count > MAX_RECORDS) {
        throw new BellwetherError(
          'too_large',
          `a request may hold at most ${MAX_RECORDS} ${records}`,
        );
      }
      const scope = asText(asFields(inner['scope'], 'scope')['name']);
      return { emitter: { resource, scope }, records: list.map(read) };
    });
  });
}

/** Whether a status's code, as number or name, is that of an error. */
export const isErrorCode = (code: unknown): boolean =>
  code === 2 || code === '2' || code === 'STATUS_CODE_ERROR';

export const NO_EVENTS: OtlpSpan['events'] = [];

/** Events of a span, in the form that both encodings share. */
export const readSpanEvents = (events: unknown): OtlpSpan['events'] =>
  asList(events, 'events').map((event) => ({
    name: asText(event['name']),
    timeMs: asMs(event['timeUnixNano']),
    attributes: asAttributes(event['attributes'], 'events.attributes'),
  }));

function readSpan(fields: Fields): OtlpSpan {
  const status = asFields(fields['status'], 'status');
  const attributes = asAttributes(fields['attributes'], 'attributes');
  return {
    traceId: asId(fields['traceId'], TRACE_ID_BYTES),
    spanId: asId(fields['spanId'], SPAN_ID_BYTES),
    parentId: asId(fields['parentSpanId'], SPAN_ID_BYTES),
    name: asText(fields['name']),
    startMs: asMs(fields['startTimeUnixNano']),
    endMs: asMs(fields['endTimeUnixNano']),
    isError: isErrorCode(status['code']),
    statusMessage: asText(status['message']),
    attributes,
    families: familiesOf(attributes),
    events: fields['events'] === undefined ? NO_EVENTS : readSpanEvents(fields['events']),
  };
}

function readLogRecord(fields: Fields): OtlpLogRecord {
  const attributes = asAttributes(fields['attributes'], 'attributes');
  const named = asText(fields['eventName']);
  // Before records had a field for it, the name was an attribute.
  const attribute = attributes.get('event.name');
  return {
    eventName: named === '' && typeof attribute === 'string' ? attribute : named,
    timeMs: asMs(fields['timeUnixNano']) || asMs(fields['observedTimeUnixNano']),
    traceId: asId(fields['traceId'], TRACE_ID_BYTES),
    spanId: asId(fields['spanId'], SPAN_ID_BYTES),
    attributes,
  };
}

function temporalityOf(code: unknown): Temporality {
  if (code === 1 || code === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  if (code === 2 || code === 'AGGREGATION_TEMPORALITY_CUMULATIVE') return 'cumulative';
  return 'unknown';
}

const readPoint = (point: Fields) => ({
  attributes: asAttributes(point['attributes'], 'dataPoints.attributes'),
  startMs: asMs(point['startTimeUnixNano']),
  timeMs: asMs(point['timeUnixNano']),
});

function readNumberPoint(point: Fields): OtlpMetric['gauges'][number] {
  const value = asNumber(point['asDouble'] ?? point['asInt']);
  return { ...readPoint(point), value: Number.isFinite(value) ? value : null };
}

function readHistogramPoint(point: Fields): OtlpMetric['histograms'][number] {
  const sum = asNumber(point['sum']);
  return {
    ...readPoint(point),
    count: asCount(point['count']),
    sum: Number.isFinite(sum) ? sum : null,
    counts: asNumbers(point['bucketCounts']),
    bounds: asNumbers(point['explicitBounds']),
  };
}

function readMetric(fields: Fields): OtlpMetric {
  const points = (kind: string): readonly Fields[] =>
    asList(asFields(fields[kind], kind)['dataPoints'], `${kind}.dataPoints`);
  const { aggregationTemporality } = asFields(fields['sum'] ?? fields['histogram'], 'metric');
  return {
    name: asText(fields['name']),
    unit: asText(fields['unit']),
    temporality: temporalityOf(aggregationTemporality),
    gauges: points('gauge').map(readNumberPoint),
    sums: points('sum').map(readNumberPoint),
    histograms: points('histogram').map(readHistogramPoint),
    others: points('exponentialHistogram').length + points('summary').length,
  };
}

const SPAN_GROUPS: Names = ['resourceSpans', 'scopeSpans', 'spans'];

/** @throws BellwetherError `unparsable`, `too_large` above 20,000 spans */
export const readTraces = (request: unknown): TracesRequest =>
  readGroups(request, SPAN_GROUPS, readSpan);

/** The same where spans were read directly: see `decode-span.ts`. */
export const readDecodedTraces = (request: unknown): TracesRequest =>
  readGroups(request, SPAN_GROUPS, (span) => span as unknown as OtlpSpan);

/** @throws BellwetherError `unparsable`, `too_large` above 20,000 records */
export const readLogs = (request: unknown): LogsRequest =>
  readGroups(request, ['resourceLogs', 'scopeLogs', 'logRecords'], readLogRecord);

/** @throws BellwetherError `unparsable`, `too_large` above 20,000 metrics */
export const readMetrics = (request: unknown): MetricsRequest =>
  readGroups(request, ['resourceMetrics', 'scopeMetrics', 'metrics'], readMetric);
