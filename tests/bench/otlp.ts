import { figure, sizeOf, type Benchmark } from './benchmark.ts';
import { runScript } from './run-script.ts';

const REQUESTS = sizeOf('BENCH_OTLP_REQUESTS', 100);
const ROUNDS = sizeOf('BENCH_ROUNDS', 5);
const SPANS = 2000;
const OF_DECODING = 0.4;

/** Spans a second of a processor's time. */
async function rate(what: 'rows' | 'decode'): Promise<number> {
  return Number(await runScript('otlp-work.ts', [what, String(REQUESTS), String(SPANS)]));
}

/** Protobuf traces to encoded rows, against a library that only decodes the same bytes. */
export const otlpBenchmark: Benchmark = {
  name: 'otlp',
  what: `protobuf requests of ${SPANS.toLocaleString('en')} spans to encoded rows, by processor time`,
  async run(say) {
    const rates = { rows: [] as number[], decode: [] as number[] };
    const order = ['rows', 'decode'] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const what of round % 2 === 0 ? order : order.toReversed()) {
        const spans = await rate(what);
        rates[what].push(spans);
        say(`${what}: ${Math.round(spans).toLocaleString('en')} spans/s`);
      }
    }
    const words = `≥ ${OF_DECODING} × the fastest decoding`;
    // Decoding varies by four times between runs: only its best says what it can do.
    const fastest = Math.max(...rates.decode);
    return [
      figure('otlp, to encoded rows', 'spans/s', rates.rows),
      figure('otlp, protobufjs decoding alone', 'spans/s', rates.decode),
      figure(
        'otlp against protobufjs',
        '×',
        rates.rows.map((rate) => rate / fastest),
        { words, atLeast: OF_DECODING },
      ),
    ];
  },
};
