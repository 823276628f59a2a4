/** ClickHouse loading NDJSON from a file into the same tables; prints the seconds it took. */
import { migrate } from '../../store/migrate.ts';
import { openDatabase } from '../../store/open-database.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const database = await openDatabase({ kind: 'embedded', folder });
await migrate(database, { rawRetentionDays: 90 });
const structure = `id String, ts String, workload String, release String, model String, trace_id String,
  latency_ms Float64, ok UInt8, tokens_in UInt64, tokens_out UInt64, cost_usd Decimal(18, 9),
  hallucination UInt8, outcome String, value_usd Decimal(18, 9), attributes Map(String, String)`;
const started = performance.now();
await database.command(
  'bench',
  `INSERT INTO runs_entry (id, ts, received_at, workload, release, model, trace_id, latency_ms, ok, tokens_in,
     tokens_out, cost_usd, hallucination, outcome, value_usd, attributes, sign, spool_segment)
   SELECT id, parseDateTime64BestEffort(ts, 3), now64(3), workload, release, model, trace_id, latency_ms, ok,
     tokens_in, tokens_out, cost_usd, hallucination, outcome, value_usd, toJSONString(attributes), 1, 1
   FROM file('${file}', JSONEachRow, '${structure}')
   SETTINGS async_insert = 0, input_format_allow_errors_num = 0`,
);
console.log((performance.now() - started) / 1000);
await database.close();
