import { randomBytes } from 'node:crypto';
import { tracesRequestType } from './otlp-request-type.ts';

/** An agent's step, its model calls and a tool: what instrumented frameworks send of one trace. */
const SPANS_A_TRACE = 4;

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const whole = (key: string, intValue: number) => ({ key, value: { intValue } });

function callAttributes(i: number): object[] {
  return [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', 'gpt-4.1-mini'),
    text('gen_ai.response.model', 'gpt-4.1-mini-2025-04-14'),
    text('gen_ai.response.id', `chatcmpl-${i}`),
    text('gen_ai.conversation.id', `conversation-${i % 500}`),
    whole('gen_ai.usage.input_tokens', 900 + (i % 2100)),
    whole('gen_ai.usage.output_tokens', 60 + (i % 340)),
    text('server.address', 'api.openai.com'),
    whole('server.port', 443),
  ];
}

function attributesOf(place: number, i: number): object[] {
  if (place === 0) {
    return [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', 'support')];
  }
  if (place === 1) {
    return [text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', 'search')];
  }
  return callAttributes(i);
}

function trace(i: number, startMs: number): object[] {
  const traceId = randomBytes(16);
  const ids = Array.from({ length: SPANS_A_TRACE }, () => randomBytes(8));
  const nanos = (ms: number) => String(BigInt(ms) * 1_000_000n);
  return ids.map((spanId, place) => ({
    traceId,
    spanId,
    ...(place === 0 ? {} : { parentSpanId: ids[0] }),
    name: place === 0 ? 'invoke_agent support' : 'chat gpt-4.1-mini',
    startTimeUnixNano: nanos(startMs + place),
    endTimeUnixNano: nanos(startMs + place + 300 + (i % 700)),
    attributes: attributesOf(place, i),
    status: { code: 1 },
  }));
}

/** Traces requests as an exporter sends them, each of so many spans and of traces of its own. */
export function otlpBodies(requests: number, spans: number, endMs: number): Uint8Array[] {
  return Array.from({ length: requests }, (_, request) => {
    const all = Array.from({ length: spans / SPANS_A_TRACE }, (__, i) =>
      trace(request * spans + i, endMs - 2000),
    ).flat();
    const resource = { attributes: [text('service.name', 'support'), text('host.name', 'node-1')] };
    const scopeSpans = [{ scope: { name: 'openai' }, spans: all }];
    const message = tracesRequestType.fromObject({ resourceSpans: [{ resource, scopeSpans }] });
    return tracesRequestType.encode(message).finish();
  });
}
