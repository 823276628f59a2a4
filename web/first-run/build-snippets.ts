/** A way to send a first event, ready to paste. */
export interface Snippet {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly code: string;
}

/** Stands where the key goes until one is made. */
export const KEY_PLACEHOLDER = 'YOUR_KEY';

const EVENT = {
  kind: 'run',
  workload: 'support-copilot',
  ok: true,
  latency_ms: 840,
  model: 'gpt-4.1',
  tokens_in: 1200,
  tokens_out: 310,
  outcome: 'accepted',
} as const;

const indent = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);

/**
 * Snippets that send one run of a first workload.
 * @param origin where this Bellwether answers, e.g. `http://127.0.0.1:8787`
 * @param key an ingest key; null while none is made
 */
export function buildSnippets(
  origin: string,
  key: string | null,
): readonly [Snippet, ...Snippet[]] {
  const bearer = key ?? KEY_PLACEHOLDER;
  const json = JSON.stringify(EVENT, null, 2);
  const literal = json.replaceAll(/"(\w+)":/g, '$1:').replaceAll('"', "'");
  return [
    {
      id: 'curl',
      name: 'curl',
      note: 'One run, from any terminal.',
      code: [
        `curl -X POST ${origin}/v1/events \\`,
        `  -H 'Authorization: Bearer ${bearer}' \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d '${indent(json, '  ')}'`,
      ].join('\n'),
    },
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
        `  body: JSON.stringify(${indent(literal, '  ')}),`,
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
