/** A way to send events, ready to paste. */
export interface Snippet {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly code: string;
}

/** At least one snippet, so that one can be shown. */
export type Snippets = readonly [Snippet, ...Snippet[]];

/** Where a snippet sends to, and in whose name. */
export interface SnippetFacts {
  /** Where this Bellwether answers, e.g. `http://127.0.0.1:8787`. */
  readonly origin: string;
  /** An ingest key; null while none is made. */
  readonly key: string | null;
  /** A slug; the events belong to it. */
  readonly workload: string;
}

/** Stands where the key goes until one is made. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';

/** The workload of the snippets, unless a key is bound to another. */
export const FIRST_WORKLOAD = 'support-copilot';

/** The fields of a run as the snippets send it. */
export const RUN_FIELDS = {
  ok: true,
  latency_ms: 840,
  model: 'gpt-4.1',
  tokens_in: 1200,
  tokens_out: 310,
  outcome: 'accepted',
} as const;

export const indent = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);

/** A JSON text as people write it in JavaScript. */
export const asLiteral = (json: string): string =>
  json.replaceAll(/"(\w+)":/g, '$1:').replaceAll('"', "'");

const runOf = (workload: string): string =>
  JSON.stringify({ kind: 'run', workload, ...RUN_FIELDS }, null, 2);

/** One run from a terminal. */
export function curlSnippet({ origin, key, workload }: SnippetFacts): Snippet {
  return {
    id: 'curl',
    name: 'curl',
    note: 'One run, from any terminal.',
    code: [
      `curl -X POST ${origin}/v1/events \\`,
      `  -H 'Authorization: Bearer ${key ?? KEY_PLACEHOLDER}' \\`,
      `  -H 'Content-Type: application/json' \\`,
      `  -d '${indent(runOf(workload), '  ')}'`,
    ].join('\n'),
  };
}

/** All that an application with OpenTelemetry needs. */
export function openTelemetrySnippet({ origin, key, workload }: SnippetFacts): Snippet {
  return {
    id: 'otel',
    name: 'OpenTelemetry',
    note: 'For an application that is instrumented already: one trace becomes one run.',
    code: [
      `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}/otlp`,
      `export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
      `export OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${key ?? KEY_PLACEHOLDER}`,
      `export OTEL_SERVICE_NAME=${workload}`,
    ].join('\n'),
  };
}

/**
 * Snippets that send one run of a first workload.
 * @param origin where this Bellwether answers, e.g. `http://127.0.0.1:8787`
 * @param key an ingest key; null while none is made
 */
export function buildSnippets(origin: string, key: string | null): Snippets {
  const facts = { origin, key, workload: FIRST_WORKLOAD };
  const bearer = key ?? KEY_PLACEHOLDER;
  const json = runOf(FIRST_WORKLOAD);
  return [
    curlSnippet(facts),
    openTelemetrySnippet(facts),
    {
      id: 'node',
      name: 'Node',
      note: 'After each run of your application, Node 18 or later.',
      code: [
        `const answer = await fetch('${origin}/v1/events', {`,
        `  method: 'POST',`,
        `  headers: {`,
        `    Authorization: 'Bearer ${bearer}',`,
        `    'Content-Type': 'application/json',`,
        `  },`,
        `  body: JSON.stringify(${indent(asLiteral(json), '  ')}),`,
        `});`,
        `console.log(answer.status, await answer.json());`,
      ].join('\n'),
    },
    {
      id: 'python',
      name: 'Python',
      note: 'With nothing but the standard library.',
      code: [
        `import json, urllib.request`,
        ``,
        `event = ${json.replaceAll('true', 'True')}`,
        `request = urllib.request.Request(`,
        `    "${origin}/v1/events",`,
        `    data=json.dumps(event).encode(),`,
        `    headers={"Authorization": "Bearer ${bearer}", "Content-Type": "application/json"},`,
        `)`,
        `print(urllib.request.urlopen(request).read().decode())`,
      ].join('\n'),
    },
  ];
}
