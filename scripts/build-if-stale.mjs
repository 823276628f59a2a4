// Builds `dist` when it is missing or older than the sources. Runs before `start`, `demo` and
// `bellwether`, so it has to say "nothing to do" in a few hundredths of a second.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ROOT = resolve(import.meta.dirname, '..');
const FINGERPRINT = 'dist/sources.sha256';
const SOURCES = [
  'core',
  'signals',
  'store',
  'ingest',
  'alerts',
  'decisions',
  'server',
  'web',
  'package-lock.json',
  'rolldown.config.ts',
  'vite.config.ts',
  'scripts/build-if-stale.mjs',
];

/**
 * A hash over the names and contents of everything that ends up in `dist`: unlike times, it also
 * notices a removed file and is not fooled by a checkout.
 * @param {string} root the repository
 * @returns {string} hexadecimal
 */
export function fingerprintSources(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesUnder(join(root, source))) {
      hash
        .update(`${relative(root, path)}\0`)
        .update(readFileSync(path))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Makes `dist` equal to the sources.
 * @param {string} [root] the repository
 * @returns {boolean} whether it had to build
 */
export function buildIfStale(root = ROOT) {
  // An installation that was built elsewhere carries no sources to compare with.
  if (!existsSync(join(root, 'server/cli.ts'))) return false;
  const stampPath = join(root, FINGERPRINT);
  const fingerprint = fingerprintSources(root);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === fingerprint) return false;
  build(root);
  writeFileSync(stampPath, fingerprint);
  return true;
}

/** @param {string} root */
function build(root) {
  for (const [tool, ...parameters] of [
    ['vite', 'build'],
    ['rolldown', '--config', 'rolldown.config.ts'],
  ]) {
    const program = join(root, 'node_modules/.bin', String(tool));
    if (!existsSync(program)) {
      throw new Error(
        `dist is not up to date and ${tool} is not installed: run npm ci without --omit=dev`,
      );
    }
    const { status, stdout, stderr } = spawnSync(program, parameters, {
      cwd: root,
      encoding: 'utf8',
      // Whoever builds, tests too, builds what people get: else React's development build is bundled.
      env: { ...process.env, NODE_ENV: 'production' },
    });
    if (status !== 0) throw new Error(`${tool} could not build\n${stdout}${stderr}`);
  }
  compressAssets(join(root, 'dist/web/assets'));
}

const COMPRESSIBLE = /\.(?:js|css|svg)$/;
/** The next levels take several times as long for a hundredth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/**
 * Puts a compressed copy beside each file for browsers that take one: brotli, and gzip for addresses
 * without TLS, where browsers ask for no brotli.
 * @param {string} folder
 */
function compressAssets(folder) {
  for (const path of filesUnder(folder).filter((name) => COMPRESSIBLE.test(name))) {
    const content = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(content, BROTLI));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    const started = performance.now();
    if (buildIfStale()) {
      console.error(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
  } catch (error) {
    console.error(`bellwether: ${/** @type {Error} */ (error).message}`);
    process.exit(2);
  }
}
