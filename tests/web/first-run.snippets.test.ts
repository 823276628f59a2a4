import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../../core/event.ts';
import { buildSnippets, KEY_PLACEHOLDER } from '../../web/first-run/build-snippets.ts';
import { readLinkToken } from '../../web/sign-in/read-link-token.ts';

const snippets = buildSnippets('http://127.0.0.1:8787', 'bw_secret');
const code = (id: string): string => snippets.find((snippet) => snippet.id === id)!.code;

describe('the snippets', () => {
  it('carry the address and the key, and a placeholder before there is one', () => {
    for (const snippet of snippets) {
      const isTraces = snippet.id === 'otel';
      expect(snippet.code).toContain(`http://127.0.0.1:8787${isTraces ? '/otlp' : '/v1/events'}`);
      expect(snippet.code).toContain(`Bearer${isTraces ? '%20' : ' '}bw_secret`);
    }
    expect(buildSnippets('http://x', null)[0].code).toContain(`Bearer ${KEY_PLACEHOLDER}`);
  });

  it('send an event that fits the data contract, as a shell would read it', () => {
    const words = execFileSync('bash', ['-c', code('curl').replace(/^curl/, 'printf "%s\\0"')], {
      encoding: 'utf8',
    }).split('\0');
    const body = words[words.indexOf('-d') + 1] ?? '';
    expect(wireEvent.parse(JSON.parse(body))).toMatchObject({
      kind: 'run',
      workload: 'support-copilot',
    });
  });

  it('send the same event from Node', async () => {
    const sent: { url: string; body: unknown }[] = [];
    await runInNewContext(`(async () => {${code('node')}})()`, {
      console: { log: () => undefined },
      fetch: (url: string, init: { body: string }) => {
        sent.push({ url, body: JSON.parse(init.body) });
        return Promise.resolve(new Response('{}'));
      },
    });
    expect(wireEvent.parse(sent[0]?.body)).toMatchObject({ kind: 'run' });
  });
});

describe('a sign-in link', () => {
  it('hands over its token, and nothing where there is none', () => {
    expect(readLinkToken('#token=siS_u0Qem-ylPJ')).toBe('siS_u0Qem-ylPJ');
    expect(readLinkToken('')).toBeNull();
    expect(readLinkToken('#token=')).toBeNull();
  });
});
