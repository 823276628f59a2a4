/**
 * Turns protobuf requests into encoded rows, or only decodes them with protobufjs; prints the spans a
 * second, the first rounds left out.
 */
import { decodeTraces } from '../../ingest/otlp/decode-request.ts';
import { mapTraces } from '../../ingest/otlp/map-traces.ts';
import { createRowBatches } from '../../ingest/row-batch.ts';
import { createSeenIds } from '../../ingest/seen-ids.ts';
import { createOpenTraces } from '../../ingest/traces/open-traces.ts';
import { takeSpans } from '../../ingest/traces/take-spans.ts';
import { otlpBodies } from './otlp-bodies.ts';
import { tracesRequestType } from './otlp-request-type.ts';

const [what = '', requests = '', spans = ''] = process.argv.slice(2);
const DAY_MS = 86_400_000;
const WARM_UP = 10;
const nowMs = Date.now();
const bodies = otlpBodies(Number(requests) + WARM_UP, Number(spans), nowMs);

const batches = createRowBatches();
const deps = {
  seen: createSeenIds(DAY_MS, new Uint8Array(16)),
  traces: createOpenTraces(),
  hashUser: (user: string) => user,
  redactor: () => null,
  knownForMs: DAY_MS,
};

function toRows(body: Uint8Array): number {
  const batch = batches.create();
  const { spans: found } = mapTraces(decodeTraces(body, 'protobuf'), nowMs);
  const taken = takeSpans(deps, found, nowMs, batch).spans.length;
  batches.release(batch);
  return taken;
}

function decodeOnly(body: Uint8Array): number {
  tracesRequestType.decode(body);
  return Number(spans);
}

const work = what === 'rows' ? toRows : decodeOnly;
for (const body of bodies.slice(0, WARM_UP)) work(body);
const started = process.cpuUsage();
let done = 0;
for (const body of bodies.slice(WARM_UP)) done += work(body);
const used = process.cpuUsage(started);
if (done !== Number(requests) * Number(spans)) throw new Error(`took ${done} spans`);
console.log(done / ((used.user + used.system) / 1e6));
