import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const TOOLING = ['.oxlintrc.json', 'tsconfig.json', 'package.json', 'scripts/lint'];

/** Source files of a tree, by path. */
export type Files = Readonly<Record<string, string>>;

/** Names of the rules that fired, by file; a file without a complaint is absent. */
export type Complaints = ReadonlyMap<string, ReadonlySet<string>>;

interface Report {
  readonly diagnostics: readonly { readonly code?: string; readonly filename: string }[];
}

/** Lints files in a temporary copy of the repository's tooling, with the repository's configuration. */
export async function lintTree(files: Files): Promise<Complaints> {
  const folder = await mkdtemp(join(tmpdir(), 'bellwether-lint-'));
  try {
    for (const path of TOOLING) {
      await cp(join(ROOT, path), join(folder, path), { recursive: true });
    }
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return complaintsOf(await runLinter(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** oxlint exits 1 when it complains: only an answer that is no report is a fault. */
async function runLinter(folder: string): Promise<Report> {
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((done) => {
    const program = join(ROOT, 'node_modules/.bin/oxlint');
    const limits = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, ['--format', 'json'], limits, (_, out, err) =>
      done({ stdout: out, stderr: err }),
    );
  });
  if (!stdout.startsWith('{')) throw new Error(`oxlint gave no report:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as Report;
}

function complaintsOf({ diagnostics }: Report): Complaints {
  const byFile = new Map<string, Set<string>>();
  for (const { code = 'parse-error', filename } of diagnostics) {
    // `eslint(max-lines)`, `bellwether(room-imports)`: the name within the brackets is the rule's.
    const rule = /\((.+)\)$/.exec(code)?.[1] ?? code;
    byFile.set(filename, (byFile.get(filename) ?? new Set()).add(rule));
  }
  return byFile;
}
