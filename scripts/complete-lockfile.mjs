// Adds to package-lock.json the binaries of other platforms that `npm install` left out.
//
// npm drops an optional dependency from the lock file when it could not be fetched on the machine that
// wrote it, and `npm ci` then refuses that lock file everywhere. Packages with native parts name one
// optional dependency a platform, at one exact version, so the missing entries follow from the lock file.
import { readFileSync, writeFileSync } from 'node:fs';

const EXACT_VERSION = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/**
 * @typedef {{ version?: string, os?: string[], cpu?: string[], libc?: string[], dev?: boolean, optional?: boolean,
 *   optionalDependencies?: Record<string, string> }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lockfile
 */

/**
 * Optional dependencies that the lock file names but does not hold.
 * @param {Lockfile} lockfile
 * @returns {{ path: string, entry: LockedPackage }[]} sorted by path
 */
export function missingPlatformPackages(lockfile) {
  const missing = new Map();
  for (const [parentPath, parent] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const nested = `${parentPath}/node_modules/${name}`;
      const hoisted = `node_modules/${name}`;
      const locked = lockfile.packages[nested] ?? lockfile.packages[hoisted];
      if (locked?.version === version || (locked && !EXACT_VERSION.test(version))) continue;
      if (!EXACT_VERSION.test(version)) {
        throw new Error(
          `${parentPath} wants ${name}@${version}: only exact versions can be completed`,
        );
      }
      const path = locked ? nested : hoisted;
      const { os, cpu, libc } = platformOf(name);
      missing.set(path, {
        path,
        entry: { version, cpu, ...(parent.dev && { dev: true }), ...libc, optional: true, ...os },
      });
    }
  }
  return [...missing.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What a platform package's name says about where it runs: `…-linux-arm64-musl`.
 * @param {string} name
 */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  const libc = words.flatMap((word) =>
    word.startsWith('musl') ? ['musl'] : word.startsWith('gnu') ? ['glibc'] : [],
  );
  if (cpu.length !== 1) throw new Error(`${name} does not say for which processor it is`);
  return {
    cpu,
    os: os.length > 0 && { os },
    libc: os.includes('linux') && !cpu.includes('arm') && libc.length > 0 && { libc },
  };
}

/**
 * @param {Lockfile} lockfile
 * @returns {Lockfile} with the missing entries, in npm's order
 */
export function completeLockfile(lockfile) {
  /** @type {[string, LockedPackage][]} */
  const added = missingPlatformPackages(lockfile).map(({ path, entry }) => [path, entry]);
  const [root, ...rest] = Object.entries(lockfile.packages);
  const sorted = [...rest, ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { ...lockfile, packages: Object.fromEntries([root ?? ['', {}], ...sorted]) };
}

if (process.argv[1] === import.meta.filename) {
  const path = new URL('../package-lock.json', import.meta.url);
  const before = readFileSync(path, 'utf8');
  const after = `${JSON.stringify(completeLockfile(JSON.parse(before)), null, 2)}\n`;
  if (after !== before) writeFileSync(path, after);
  console.log(after === before ? 'package-lock.json is complete' : 'package-lock.json completed');
}
