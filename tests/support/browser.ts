import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];
/** Ignored by git; a person looks here after a failed test. */
const SCREENSHOTS = join(import.meta.dirname, '..', '..', 'coverage', 'screenshots');

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: FLAGS });
}

/**
 * Keeps what a page looks like.
 * @param name of the file, without ending
 * @returns the file's path
 */
export async function screenshot(page: Page, name: string): Promise<string> {
  await mkdir(SCREENSHOTS, { recursive: true });
  const path = join(SCREENSHOTS, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  return path;
}

/**
 * Where Chromium is; installs it where that needs nobody's leave.
 * @throws Error with one line on how to install it
 */
export function findChromium(): string {
  const stated = process.env['BELLWETHER_CHROMIUM'];
  if (stated !== undefined && stated !== '') {
    if (existsSync(stated)) return stated;
    throw new Error(`BELLWETHER_CHROMIUM names ${stated}, which does not exist`);
  }
  const found = searchPath() ?? (installOnDebian() ? searchPath() : null);
  if (found) return found;
  throw new Error(
    'browser tests need Chromium: install it (Debian: apt-get install chromium) or name it in BELLWETHER_CHROMIUM',
  );
}

function searchPath(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  const candidates = PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate)) ?? null;
}

/** In a bare container the tests fetch the browser themselves; anywhere else that is the user's to decide. */
function installOnDebian(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const aptGet = (...parameters: string[]) =>
    spawnSync('apt-get', ['-qq', '-y', ...parameters], {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  return aptGet('update') && aptGet('install', '--no-install-recommends', 'chromium');
}
