import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { WireEventOf } from '../../core/event.ts';
import { HOUR_MS } from '../../core/time.ts';

type Run = WireEventOf<'run'>;

const changePointFile = z.object({
  series: z.tuple([z.object({ raw: z.array(z.number()) })]),
});

/** Where the real data lies: beside the repository, or where BELLWETHER_SHARED_DATA says. */
const FOLDER =
  process.env['BELLWETHER_SHARED_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');

const AZURE_FILE = `${FOLDER}/azure-llm-trace/AzureLLMInferenceTrace_code.csv`;
const TAU_BENCH_FILE = `${FOLDER}/tau-bench/taubench_gpt4o_airline_runs.csv`;

/** Time from one tau-bench run to the next: 200 runs then lie over a little more than eight days. */
const TAU_BENCH_STEP_MS = HOUR_MS;

/** Whether the folders with the real data are there; tests that need them are skipped where not. */
export const hasRealData = existsSync(AZURE_FILE) && existsSync(TAU_BENCH_FILE);

/**
 * The 8,819 requests of Azure's code-completion trace (CC-BY-4.0) as runs of `azure-code-completion`,
 * without a stated cost, so that the server prices them.
 * @param lastMs when the last request should lie, epoch milliseconds; the gaps stay as they were
 * @returns ascending by time; null where the folder is absent
 */
export function readAzureRuns(lastMs: number): Run[] | null {
  const rows = readCsv(AZURE_FILE, ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens']);
  if (rows === null) return null;
  const requests = rows
    .map(([timestamp = '', contextTokens, generatedTokens]) => ({
      atMs: timeOf(timestamp),
      tokensIn: Number(contextTokens),
      tokensOut: Number(generatedTokens),
    }))
    .sort((a, b) => a.atMs - b.atMs);
  const shiftMs = lastMs - (requests.at(-1)?.atMs ?? lastMs);
  return requests.map(({ atMs, tokensIn, tokensOut }, i) => ({
    kind: 'run',
    id: `azure-${String(i + 1).padStart(5, '0')}`,
    ts: atMs + shiftMs,
    workload: 'azure-code-completion',
    provider: 'openai',
    model: 'gpt-4.1',
    ok: true,
    tokens_in: tokensIn,
    tokens_out: tokensOut,
  }));
}

/**
 * The 200 airline-support runs of tau-bench (MIT) as runs of `airline-support`: an hour apart, a
 * trial's fifty tasks after the other's.
 * @param lastMs when the last run should lie, epoch milliseconds
 * @returns ascending by time; null where the folder is absent
 */
export function readTauBenchRuns(lastMs: number): Run[] | null {
  const rows = readCsv(TAU_BENCH_FILE, [
    'task_id',
    'trial',
    'reward',
    'turns',
    'tool_calls',
    'tool_errors',
    'escalated_to_human',
    'prompt_chars',
    'completion_chars',
  ]);
  return (
    rows?.map((row, i) => {
      const [task, trial, reward, turns, toolCalls, toolErrors, escalated] = row.map(Number);
      return {
        kind: 'run',
        id: `tau-bench-trial-${trial}-task-${task}`,
        ts: lastMs - (rows.length - 1 - i) * TAU_BENCH_STEP_MS,
        workload: 'airline-support',
        provider: 'openai',
        model: 'gpt-4o',
        segment: `trial-${trial}`,
        ok: true,
        outcome: reward === 1 ? 'accepted' : 'rejected',
        tool_calls: toolCalls,
        tool_failures: toolErrors,
        escalated: escalated === 1,
        attributes: { turns: turns ?? 0 },
      };
    }) ?? null
  );
}

/**
 * One of the two quality-control series (MIT, alan-turing-institute/TCPD): quality_control_1 changes at
 * index 146, quality_control_5 never does.
 * @returns null where the folder is absent
 */
export function readChangePoints(name: 'quality_control_1' | 'quality_control_5'): number[] | null {
  const file = `${FOLDER}/change-points/${name}.json`;
  if (!existsSync(file)) return null;
  return changePointFile.parse(JSON.parse(readFileSync(file, 'utf8'))).series[0].raw;
}

/** Fields by row; null where the file is absent. Throws where its columns are not those expected. */
function readCsv(file: string, columns: readonly string[]): string[][] | null {
  if (!existsSync(file)) return null;
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  if (header !== columns.join(',')) throw new Error(`${file} has other columns: ${header}`);
  return lines.map((line) => line.split(','));
}

/** `2023-11-16 18:17:03.9799600`, taken as UTC, to the millisecond. */
function timeOf(timestamp: string): number {
  const ms = Date.parse(`${timestamp.slice(0, 23).replace(' ', 'T')}Z`);
  if (Number.isNaN(ms)) throw new Error(`not a time: ${timestamp}`);
  return ms;
}
