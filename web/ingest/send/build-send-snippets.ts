import {
  asLiteral,
  curlSnippet,
  KEY_PLACEHOLDER,
  openTelemetrySnippet,
  RUN_FIELDS,
  type Snippet,
  type SnippetFacts,
  type Snippets,
} from '../../first-run/build-snippets.ts';

/** Vercel's AI SDK: a whole script, as its telemetry is off until asked for. */
function aiSdkSnippet({ origin, key, workload }: SnippetFacts): Snippet {
  return {
    id: 'ai-sdk',
    name: 'AI SDK',
    note: 'Complete for AI SDK 7. With 5 and 6, give each call experimental_telemetry: { isEnabled: true } in place of registerTelemetry.',
    code: [
      `// npm install ai@7 @ai-sdk/openai @ai-sdk/otel @opentelemetry/sdk-trace-node \\`,
      `//   @opentelemetry/exporter-trace-otlp-proto @opentelemetry/resources`,
      `import { openai } from '@ai-sdk/openai';`,
      `import { OpenTelemetry } from '@ai-sdk/otel';`,
      `import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';`,
      `import { resourceFromAttributes } from '@opentelemetry/resources';`,
      `import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';`,
      `import { generateText, registerTelemetry } from 'ai';`,
      ``,
      `const exporter = new OTLPTraceExporter({`,
      `  url: '${origin}/otlp/v1/traces',`,
      `  headers: { Authorization: 'Bearer ${key ?? KEY_PLACEHOLDER}' },`,
      `});`,
      `const provider = new NodeTracerProvider({`,
      `  resource: resourceFromAttributes({ 'service.name': '${workload}' }),`,
      `  spanProcessors: [new BatchSpanProcessor(exporter)],`,
      `});`,
      `provider.register();`,
      `registerTelemetry(new OpenTelemetry());`,
      ``,
      `const { text } = await generateText({`,
      `  model: openai('gpt-4.1-mini'),`,
      `  prompt: 'What is a bellwether?',`,
      `});`,
      `console.log(text);`,
      `await provider.shutdown();`,
    ].join('\n'),
  };
}

/** Python with the OpenTelemetry agent: nothing in the program changes. */
function pythonSnippet(facts: SnippetFacts): Snippet {
  return {
    id: 'python',
    name: 'Python',
    note: 'Nothing in app.py changes. Other libraries have instrumentations of their own.',
    code: [
      `pip install opentelemetry-distro opentelemetry-exporter-otlp-proto-http \\`,
      `  opentelemetry-instrumentation-openai-v2`,
      ``,
      openTelemetrySnippet(facts).code,
      ``,
      `opentelemetry-instrument python app.py`,
    ].join('\n'),
  };
}

/** Our own client, for what no instrumentation knows: outcomes, value, judgements. */
function clientSnippet({ origin, key, workload }: SnippetFacts): Snippet {
  const run = asLiteral(JSON.stringify(RUN_FIELDS, null, 2));
  return {
    id: 'client',
    name: 'Node client',
    note: 'Sends in batches, tries again by itself, and never throws into your application.',
    code: [
      `// Fetch it once: curl -O ${origin}/client.mjs`,
      `import { createBellwether } from './client.mjs';`,
      ``,
      `const bellwether = createBellwether({`,
      `  url: '${origin}',`,
      `  key: '${key ?? KEY_PLACEHOLDER}',`,
      `  workload: '${workload}',`,
      `});`,
      ``,
      `bellwether.run(${run});`,
      `await bellwether.close();`,
    ].join('\n'),
  };
}

/** Every way in, from one line in a terminal to an instrumented application. */
export function buildSendSnippets(facts: SnippetFacts): Snippets {
  return [
    curlSnippet(facts),
    openTelemetrySnippet(facts),
    aiSdkSnippet(facts),
    pythonSnippet(facts),
    clientSnippet(facts),
  ];
}
