import type { WireEventOf } from '../../core/event.ts';
import type { AiSpan } from './ai-span.ts';

const filled = (text: string | undefined): string | null => (text ? text : null);

/** The event that the span of a tool is. */
function toolCallEvent(span: AiSpan): WireEventOf<'tool_call'> {
  return {
    kind: 'tool_call',
    id: `${span.trace_id}:${span.span_id}`,
    ts: span.tsMs,
    workload: span.workload,
    stage: filled(span.stage),
    release: filled(span.release),
    segment: filled(span.segment),
    prompt_version: filled(span.prompt_version),
    trace_id: span.trace_id,
    conversation: filled(span.conversation),
    user: filled(span.user),
    tool: span.name,
    ok: span.ok ?? true,
    latency_ms: span.duration_ms,
    error: filled(span.error),
    run: span.trace_id,
  };
}

/**
 * The calls of tools among spans of one request. A protocol's span below a framework's is the same
 * call: one whose nearest AI span above is a tool is none of its own.
 */
export function toolCallEvents(spans: readonly AiSpan[]): WireEventOf<'tool_call'>[] {
  const tools = spans.filter(({ role }) => role === 'tool');
  const ids = new Set(tools.map(({ trace_id, span_id }) => trace_id + span_id));
  return tools
    .filter(({ trace_id, parent_id }) => !ids.has(trace_id + parent_id))
    .map((span) => toolCallEvent(span));
}
