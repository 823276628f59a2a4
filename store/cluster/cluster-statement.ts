import { CUT_HOUR } from '../tables/cut-hour.ts';
import { DESIGN_EFFECT_TABLE } from '../tables/design-effect.ts';
import { ASSESSMENT_TABLE } from '../tables/assessment.ts';
import { entryTables, keepers } from '../tables/all-tables.ts';

/** How the part of a table is called that one shard holds. */
export const localName = (table: string): string => `${table}_local`;

const ANY_RETENTION = 1;
/** Tables whose rows lie on the shard of their workload; all others are whole on every node. */
const SHARDED: ReadonlySet<string> = new Set([
  ...entryTables().map(({ table }) => table),
  ...keepers(ANY_RETENTION).map(({ table }) => table),
  CUT_HOUR.table,
  DESIGN_EFFECT_TABLE,
  ASSESSMENT_TABLE,
]);

/** Whether a table's rows lie on the shard of their workload. */
export const isSharded = (table: string): boolean => SHARDED.has(table);

const CREATE_TABLE = /^\s*CREATE TABLE IF NOT EXISTS (\w+)\s*\(/;
const CREATE_VIEW = /^\s*CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) TO (\w+)\s+AS\s/;
const DROP_VIEW = /^\s*DROP VIEW IF EXISTS (\w+)/;
const CHANGE = /^\s*(ALTER|TRUNCATE) TABLE (\w+)/;
const FROM_ENTRY = /\bFROM (\w+_entry)\b/g;
const ENGINE = /\bENGINE = (\w*)MergeTree(?:\(([^)]*)\))?/;

/** The engine that keeps a copy on each replica, or on each node for what is not sharded. */
function replicated(statement: string, table: string, isPart: boolean): string {
  const path = isPart
    ? `/clickhouse/tables/{shard}/{database}/${table}`
    : `/clickhouse/tables/all/{database}/${table}`;
  const replica = isPart ? '{replica}' : '{shard}-{replica}';
  return statement
    .replace(ENGINE, (_, kind: string, args: string | undefined) => {
      const own = args === undefined || args === '' ? '' : `, ${args}`;
      return `ENGINE = Replicated${kind}MergeTree('${path}', '${replica}'${own})`;
    })
    .replace('non_replicated_deduplication_window', 'replicated_deduplication_window');
}

/** Columns that a statement adds or takes away show in the table over all shards too. */
const changesColumns = (statement: string): boolean => /\b(ADD|DROP) COLUMN\b/.test(statement);

/**
 * A statement that changes tables, as a cluster needs it: on every node, replicated, and tables of
 * telemetry in two layers, the shard's own and one over all shards under the name that questions use. A
 * row's shard is that of its workload, so all that is asked of one workload is in one place. Any other
 * statement stays as it is.
 * @param statement one of the migrations, or of what erasing and retention run
 * @param cluster name in the servers' `remote_servers`
 * @returns statements to run one after another
 */
export function clusterStatements(statement: string, cluster: string): string[] {
  const on = `ON CLUSTER ${cluster}`;
  const [, created] = CREATE_TABLE.exec(statement) ?? [];
  if (created !== undefined) {
    const isPart = isSharded(created);
    const name = isPart ? localName(created) : created;
    const own = replicated(
      statement.replace(CREATE_TABLE, `CREATE TABLE IF NOT EXISTS ${name} ${on} (`),
      name,
      isPart,
    );
    if (!isPart) return [own];
    return [
      own,
      `CREATE TABLE IF NOT EXISTS ${created} ${on} AS ${name}
       ENGINE = Distributed('${cluster}', currentDatabase(), '${name}', cityHash64(workload))`,
    ];
  }
  const [, view, target] = CREATE_VIEW.exec(statement) ?? [];
  if (view !== undefined && target !== undefined) {
    // A view sees what its shard was given, and puts it into its shard.
    return [
      statement
        .replace(
          CREATE_VIEW,
          `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view} ${on} TO ${localName(target)} AS `,
        )
        .replaceAll(FROM_ENTRY, (_, entry: string) => `FROM ${localName(entry)}`),
    ];
  }
  if (DROP_VIEW.test(statement)) return [`${statement} ${on}`];
  const [, verb, changed] = CHANGE.exec(statement) ?? [];
  if (verb === undefined || changed === undefined) return [statement];
  const changing = (name: string): string =>
    statement.replace(CHANGE, `${verb} TABLE ${name} ${on}`);
  if (!isSharded(changed)) return [changing(changed)];
  const own = changing(localName(changed));
  return changesColumns(statement) ? [own, changing(changed)] : [own];
}
