import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../../core/event.ts';
import { KEY_PLACEHOLDER } from '../../web/first-run/build-snippets.ts';
import { buildSendSnippets } from '../../web/ingest/send/build-send-snippets.ts';

const ORIGIN = 'http://127.0.0.1:8787';
const snippets = buildSendSnippets({ origin: ORIGIN, key: 'bw_secret', workload: 'my-workload' });
const code = (id: string): string => snippets.find((snippet) => snippet.id === id)!.code;

describe('the ways in', () => {
  it('each carry the address, the key and the workload', () => {
    expect(snippets.map(({ id }) => id)).toEqual(['curl', 'otel', 'ai-sdk', 'python', 'client']);
    for (const snippet of snippets) {
      for (const text of [ORIGIN, 'bw_secret', 'my-workload']) {
        expect(snippet.code, snippet.id).toContain(text);
      }
      expect(snippet.code).not.toContain(KEY_PLACEHOLDER);
    }
  });

  it('each say where the key goes while there is none', () => {
    for (const snippet of buildSendSnippets({ origin: ORIGIN, key: null, workload: 'w' })) {
      expect(snippet.code, snippet.id).toContain(KEY_PLACEHOLDER);
    }
  });

  it('set variables that a shell passes on whole', () => {
    const shown = execFileSync('bash', ['-c', `${code('otel')}\nenv | grep ^OTEL_ | sort`], {
      encoding: 'utf8',
    });
    expect(shown.trim().split('\n')).toEqual([
      `OTEL_EXPORTER_OTLP_ENDPOINT=${ORIGIN}/otlp`,
      'OTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20bw_secret',
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
      'OTEL_SERVICE_NAME=my-workload',
    ]);
  });

  it('are whole scripts that Node can read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellwether-snippets-'));
    try {
      for (const id of ['ai-sdk', 'client']) {
        const path = join(folder, `${id}.mjs`);
        writeFileSync(path, code(id));
        execFileSync(process.execPath, ['--check', path]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('send a run that fits the contract by the client', () => {
    const [, literal = ''] = /bellwether\.run\(([\s\S]+?)\);/.exec(code('client')) ?? [];
    const fields = JSON.parse(
      literal.replaceAll(/(\w+): /g, '"$1": ').replaceAll("'", '"'),
    ) as object;
    expect(wireEvent.safeParse({ kind: 'run', workload: 'my-workload', ...fields }).success).toBe(
      true,
    );
  });
});
