import { describe, expect, it } from 'vitest';
import { completeLockfile, missingPlatformPackages } from '../../scripts/complete-lockfile.mjs';
import { readText } from './repository-files.ts';

describe('package-lock.json', () => {
  it('names the binaries of every platform: else run `node scripts/complete-lockfile.mjs`', () => {
    const missing = missingPlatformPackages(JSON.parse(readText('package-lock.json')));
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('is completed with what a platform package tells by its name', () => {
    const locked = { version: '2.0.0', cpu: ['x64'], os: ['linux'], optional: true };
    const tool = {
      version: '2.0.0',
      dev: true,
      optionalDependencies: {
        '@tool/darwin-arm64': '2.0.0',
        '@tool/linux-x64': '2.0.0',
        '@tool/linux-x64-musl': '2.0.0',
      },
    };
    const { packages } = completeLockfile({
      packages: { '': {}, 'node_modules/@tool/linux-x64': locked, 'node_modules/tool': tool },
    });
    expect(packages).toEqual({
      '': {},
      'node_modules/@tool/darwin-arm64': {
        version: '2.0.0',
        cpu: ['arm64'],
        dev: true,
        optional: true,
        os: ['darwin'],
      },
      'node_modules/@tool/linux-x64': locked,
      'node_modules/@tool/linux-x64-musl': {
        version: '2.0.0',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
      'node_modules/tool': tool,
    });
  });
});
