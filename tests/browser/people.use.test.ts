import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, screenshot } from '../support/browser.ts';
import { startIdentityProvider, type TestIdentityProvider } from '../support/identity-provider.ts';
import { signInPerson, TEST_PASSWORD } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { findViolations } from './support/axe.ts';
import { signIn, visit, type Visitor, type VisitOptions } from './support/visit.ts';
import { widerThanWindow } from './support/wider-than-window.ts';

let browser: Browser;
let provider: TestIdentityProvider;
let server: TestServer;
let admin: Visitor;

beforeAll(async () => {
  provider = await startIdentityProvider('ops=operator,board=approver');
  [browser, server] = await Promise.all([launchBrowser(), startTestServer({ env: provider.env })]);
  provider.answerFor(server.url);
  admin = await signIn(browser, server);
});

afterAll(async () => {
  await browser.close();
  await server.stop();
  await provider.stop();
});

const open = (path: string, visitor: Visitor | null, options?: VisitOptions) =>
  visit(browser, server.url + path, visitor, options);
const nameOf = (page: Page) => page.getByRole('link', { name: /^Your account/ });

it('takes a person from an invitation to a password, to signing out and in again', async () => {
  const { page, faults, close } = await open('/settings', admin);
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Service desk manager');
  await page.getByRole('button', { name: 'Add and make an invitation' }).click();
  await page.getByText('They sign in with it.').waitFor();
  await page.getByRole('textbox', { name: 'Email' }).fill('desk@example.com');
  await page.getByRole('checkbox', { name: /^Viewer/ }).uncheck();
  await page.getByRole('checkbox', { name: /^Operator/ }).check();
  await page.getByRole('button', { name: 'Add and make an invitation' }).click();
  const link = await page.getByRole('status').locator('code').textContent();
  await page.getByText('no password yet').first().waitFor();
  expect(faults).toEqual([]);
  await close();

  const invited = await visit(browser, link ?? '', null);
  const theirs = invited.page;
  await theirs.getByLabel('Password', { exact: true }).fill(TEST_PASSWORD);
  await theirs.getByLabel('The same again').fill('another password');
  await theirs.getByRole('button', { name: 'Set it and sign in' }).click();
  await theirs.getByText('The two are not the same.').waitFor();
  await theirs.getByLabel('The same again').fill(TEST_PASSWORD);
  await theirs.getByRole('button', { name: 'Set it and sign in' }).click();
  await theirs.waitForURL((url) => url.pathname === '/');
  expect(await nameOf(theirs).textContent()).toContain('Service desk manager');
  await theirs.getByRole('button', { name: 'Sign out' }).click();

  await theirs.getByRole('textbox', { name: 'Email' }).fill('desk@example.com');
  await theirs.getByLabel('Password').fill('not the right one');
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByText('The email or the password is wrong.').waitFor();
  await theirs.getByLabel('Password').fill(TEST_PASSWORD);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await nameOf(theirs).waitFor();
  await invited.close();
});

it('shows an operator the people without what only admins may do', async () => {
  const { page, close } = await open('/signin', null);
  const { email } = await signInPerson(server, 'night-desk', ['operator']);
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByLabel('Password').fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('Admins add people and change what they may do.').waitFor();
  expect(await page.getByRole('button', { name: /^Change|^Add a person/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Single sign-on' }).count()).toBe(0);
  expect(await page.getByText(email).count()).toBe(1);
  await close();
});

it('comes in by single sign-on, is told who may not, and leaves the provider’s session too', async () => {
  provider.account = { id: 'stranger', claims: { name: 'Stranger', groups: [] } };
  const { page, close } = await open('/signin', null);
  const go = page.getByRole('link', { name: /^Continue with 127\.0\.0\.1/ });
  await go.click();
  await page.getByText('none of your groups has a role in Bellwether').waitFor();
  await page.context().clearCookies();
  const claims = { name: 'Board member', email: 'board@example.com', groups: ['board'] };
  provider.account = { id: 'board', claims };
  await go.click();
  await page.waitForURL((url) => url.pathname === '/');
  await nameOf(page).filter({ hasText: 'Board member' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((url) => url.origin === provider.issuer);
  await close();
});

const WIDE = [
  ['/settings?person=new', 'Add a person'],
  ['/settings?tab=account', 'Sign out everywhere'],
  ['/signin#invitation=somebody.token', 'Choose a password'],
] as const;
const NARROW = [
  ['/settings?person=administrator', 'Change Administrator'],
  ['/settings?tab=single-sign-on', 'Groups and their roles'],
  ['/signin?problem=no_role', 'Sign in'],
] as const;

it.each([
  { width: 1440, scheme: 'light', pages: WIDE },
  { width: 360, scheme: 'dark', pages: NARROW },
] as const)('has no barrier at $width pixels, $scheme', async ({ width, scheme, pages }) => {
  for (const [index, [path, heading]] of pages.entries()) {
    const { page, faults, close } = await open(path, admin, { width, scheme });
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    expect(await findViolations(page), path).toEqual([]);
    expect(await widerThanWindow(page), path).toEqual([]);
    expect(faults, path).toEqual([]);
    await screenshot(page, `people-${index}-${scheme}-${width}`);
    await close();
  }
});
