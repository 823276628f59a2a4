/** A rule of the configuration, with a file that breaks it and the same file put right. */
export interface LintCase {
  readonly rule: string;
  readonly path: string;
  readonly breaks: string;
  readonly holds: string;
  /** Where the file lies when put right; default `path`. */
  readonly holdsAt?: string;
}

const ASYNC = 'declare function save(): Promise<void>;\n';
const UNTYPED = 'declare const answer: any; // oxlint-disable-line typescript/no-explicit-any\n';
const ROLE = "declare const role: 'owner' | 'guest';\n";
const REACT = "import { useEffect, useState } from 'react';\n";

/** One for each rule that the configuration names. */
export const LINT_CASES: readonly LintCase[] = [
  {
    rule: 'bellwether/room-imports',
    path: 'core/price.ts',
    breaks: "import '../store/database.ts';\n",
    holds: "import './money.ts';\n",
  },
  {
    rule: 'bellwether/telling-names',
    path: 'server/routes/utils.ts',
    breaks: 'export const LIMIT = 1;\n',
    holds: 'export const LIMIT = 1;\n',
    holdsAt: 'server/routes/limit.ts',
  },
  {
    rule: 'bellwether/clock-handed-in',
    path: 'signals/today.ts',
    breaks: 'const today = new Date();\nvoid today;\n',
    holds: 'const today = new Date(0);\nvoid today;\n',
  },
  {
    rule: 'bellwether/documented-exports',
    path: 'core/limit.ts',
    breaks: 'export const LIMIT = 1;\n',
    holds:
      '/** Most items a page holds. */\nexport const LIMIT = 1;\nexport type Limit = typeof LIMIT;\n',
  },
  {
    rule: 'import/no-default-export',
    path: 'server/port.ts',
    breaks: 'export default 8787;\n',
    holds: 'export const PORT = 8787;\n',
  },
  {
    rule: 'max-lines',
    path: 'server/long.ts',
    breaks: `${'// line\n'.repeat(300)}export const LAST = 301;\n`,
    holds: `${'// line\n'.repeat(299)}export const LAST = 300;\n`,
  },
  {
    rule: 'oxc/no-barrel-file',
    path: 'server/everything.ts',
    breaks: "export * from './port.ts';\n",
    holds: "export { PORT } from './port.ts';\n",
  },
  {
    rule: 'typescript/await-thenable',
    path: 'server/wait.ts',
    breaks: 'export const wait = async (): Promise<number> => await 1;\n',
    holds: `${ASYNC}export const wait = async (): Promise<void> => await save();\n`,
  },
  {
    rule: 'typescript/ban-ts-comment',
    path: 'server/ignored.ts',
    breaks: '// @ts-ignore\nexport const PORT: number = 1;\n',
    holds: '// ignored by nobody\nexport const PORT: number = 1;\n',
  },
  {
    rule: 'typescript/no-explicit-any',
    path: 'server/loose.ts',
    breaks: 'export const answer: any = 1;\n',
    holds: 'export const answer: unknown = 1;\n',
  },
  {
    rule: 'typescript/no-floating-promises',
    path: 'server/floating.ts',
    breaks: `${ASYNC}save();\n`,
    holds: `${ASYNC}await save();\n`,
  },
  {
    rule: 'typescript/no-misused-promises',
    path: 'server/misused.ts',
    breaks: `${ASYNC}if (save()) console.log('saved');\n`,
    holds: `${ASYNC}await save();\nconsole.log('saved');\n`,
  },
  {
    rule: 'typescript/no-unsafe-argument',
    path: 'server/unsafe-argument.ts',
    breaks: `${UNTYPED}Number.parseInt(answer);\n`,
    holds: `${UNTYPED}Number.parseInt(String(answer));\n`,
  },
  {
    rule: 'typescript/no-unsafe-assignment',
    path: 'server/unsafe-assignment.ts',
    breaks: `${UNTYPED}export const port: number = answer;\n`,
    holds: `${UNTYPED}export const port: unknown = answer;\n`,
  },
  {
    rule: 'typescript/no-unsafe-call',
    path: 'server/unsafe-call.ts',
    breaks: `${UNTYPED}void answer();\n`,
    holds: `${UNTYPED}void answer;\n`,
  },
  {
    rule: 'typescript/no-unsafe-member-access',
    path: 'server/unsafe-member.ts',
    breaks: `${UNTYPED}void answer.port;\n`,
    holds: `${UNTYPED}void answer;\n`,
  },
  {
    rule: 'typescript/no-unsafe-return',
    path: 'server/unsafe-return.ts',
    breaks: `${UNTYPED}export const port = () => answer;\n`,
    holds: `${UNTYPED}export const port = (): unknown => answer;\n`,
  },
  {
    rule: 'typescript/return-await',
    path: 'server/retry.ts',
    breaks: `${ASYNC}export async function retry(): Promise<void> {
  try {
    return save();
  } catch {
    return await save();
  }
}\n`,
    holds: `${ASYNC}export async function retry(): Promise<void> {
  try {
    return await save();
  } catch {
    return save();
  }
}\n`,
  },
  {
    rule: 'typescript/switch-exhaustiveness-check',
    path: 'server/role.ts',
    breaks: `${ROLE}switch (role) {\n  case 'owner':\n    console.log(1);\n}\n`,
    holds: `${ROLE}switch (role) {\n  case 'owner':\n  case 'guest':\n    console.log(1);\n}\n`,
  },
  {
    rule: 'unicorn/filename-case',
    path: 'server/signIn.ts',
    breaks: 'export const LIMIT = 1;\n',
    holds: 'export const LIMIT = 1;\n',
    holdsAt: 'server/sign-in.link.ts',
  },
  {
    rule: 'no-restricted-globals',
    path: 'ingest/forward.ts',
    breaks: "export const forward = () => fetch('http://next');\n",
    holds: "export const forward = (fetch: (url: string) => unknown) => fetch('http://next');\n",
  },
  {
    rule: 'no-restricted-properties',
    path: 'store/stamp.ts',
    breaks: '/** Now. */\nexport const stamp = () => Date.now();\n',
    holds: '/** Now. */\nexport const stamp = (now: () => number) => now();\n',
  },
  {
    rule: 'no-restricted-imports',
    path: 'alerts/post.ts',
    breaks: "import { request } from 'node:http';\nrequest('http://receiver');\n",
    holds: "import { join } from 'node:path';\njoin('receiver');\n",
  },
  {
    rule: 'react/rules-of-hooks',
    path: 'web/pages/hooks.tsx',
    breaks: `${REACT}export function Page({ open }: { open: boolean }) {
  if (open) useEffect(() => undefined, []);
  return useState(0)[0];
}\n`,
    holds: `${REACT}export function Page() {
  useEffect(() => undefined, []);
  return useState(0)[0];
}\n`,
  },
  {
    rule: 'react/exhaustive-deps',
    path: 'web/pages/dependencies.tsx',
    breaks: `${REACT}export function Page({ id }: { id: string }) {
  useEffect(() => console.log(id), []);
  return useState(0)[0];
}\n`,
    holds: `${REACT}export function Page({ id }: { id: string }) {
  useEffect(() => console.log(id), [id]);
  return useState(0)[0];
}\n`,
  },
  {
    rule: 'vitest/no-focused-tests',
    path: 'tests/core/focused.test.ts',
    breaks: "import { expect, it } from 'vitest';\nit.only('counts', () => expect(1).toBe(1));\n",
    holds: "import { expect, it } from 'vitest';\nit('counts', () => expect(1).toBe(1));\n",
  },
  {
    rule: 'vitest/valid-expect',
    path: 'tests/core/expecting.test.ts',
    breaks: "import { expect, it } from 'vitest';\nit('counts', () => void expect(1));\n",
    holds: "import { expect, it } from 'vitest';\nit('counts', () => expect(1, 'one').toBe(1));\n",
  },
];
