import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '../benchmark.ts';
import { SCENARIOS } from './all-scenarios.ts';
import { coverMethods } from './cover-methods.ts';
import { confusionMatrix, confusionRows } from './confusion.ts';
import { printCoverage, printFigures, printMatrix, printRows } from './print-proof.ts';
import { alertFigures } from './outage-alert.ts';
import { proofFigures } from './proof-figures.ts';
import { replayMany } from './replay-many.ts';

const HISTORIES = sizeOf('BENCH_HISTORIES', 50);
/** Scenarios on which a share of at most one in a hundred, or in two hundred, is told. */
const TOLD_AS_A_SHARE = /^two-thirds$|at-limit/;
const TIMES_FOR_A_SHARE = 20;
const TIMES_FOR_COVERAGE = 80;
const OUT = join(import.meta.dirname, '..', '..', '..', 'dist', 'bench');

const asked = process.argv.slice(2);
const chosen = SCENARIOS.filter(({ id }) => asked.length === 0 || asked.includes(id));
if (chosen.length === 0 || chosen.length < asked.length) {
  console.error(`there are these scenarios: ${SCENARIOS.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
const wanted = new Map(
  chosen.map(({ id }) => [id, HISTORIES * (TOLD_AS_A_SHARE.test(id) ? TIMES_FOR_A_SHARE : 1)]),
);
const all = [...wanted.values()].reduce((sum, count) => sum + count, 0);
console.log(`${all.toLocaleString('en')} histories of ${chosen.length} scenarios, a quarter each`);

let told = 0;
const histories = await replayMany(wanted, (done) => {
  const tenth = Math.floor((10 * done) / all);
  if (tenth > told) console.log(`  ${(told = tenth) * 10} %`);
});
const coverage = asked.length > 0 ? [] : await coverMethods(HISTORIES * TIMES_FOR_COVERAGE);
const rows = chosen.flatMap((scenario) => confusionRows(scenario, histories.get(scenario.id)!));
const figures = [...proofFigures(histories), ...alertFigures()];
const matrix = confusionMatrix(rows);
printRows(rows);
printMatrix(matrix);
printCoverage(coverage);
printFigures(figures);
await mkdir(OUT, { recursive: true });
const proof = {
  histories: Object.fromEntries(wanted),
  figures,
  coverage,
  scenarios: rows,
  matrix,
};
await writeFile(join(OUT, 'decisions.json'), `${JSON.stringify(proof, null, 2)}\n`);
console.log(`figures written to ${join('dist', 'bench', 'decisions.json')}`);
