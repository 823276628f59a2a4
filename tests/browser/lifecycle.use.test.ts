import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, floorTo, isoTime } from '../../core/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { startClockedServer, type ClockedServer } from './support/clocked-server.ts';
import {
  adoption,
  drill,
  evaluations,
  goodRuns,
  randomReviews,
  send,
} from './support/good-telemetry.ts';
import { createLifecycleDesk, type LifecycleDesk } from './support/lifecycle-desk.ts';
import {
  ID,
  PATH,
  POLICY,
  RECORD,
  RULES,
  signInEverybody,
  type People,
} from './support/lifecycle-workload.ts';
import { createPersonPages, type PersonPages } from './support/person-pages.ts';

/** An attestation runs out in between. */
const AHEAD_MS = 2 * DAY_MS;
const DAYS = 40;
const BEGIN_MS = floorTo(Date.now(), HOUR_MS) - AHEAD_MS - DAYS * DAY_MS;

let browser: Browser;
let server: ClockedServer;
let people: People;
let pages: PersonPages;
let desk: LifecycleDesk;
let hook: Server;

beforeAll(async () => {
  hook = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  [browser, server] = await Promise.all([launchBrowser(), startClockedServer(AHEAD_MS)]);
  people = await signInEverybody(server);
  pages = createPersonPages(browser, server.url);
  desk = createLifecycleDesk(server, people, pages);
  await desk.put('/api/policies/claims', POLICY);
  await desk.put(PATH, RECORD);
});

afterAll(async () => {
  await OpenFeature.close();
  await pages.close();
  await browser.close();
  await server.stop();
  await new Promise((resolve) => hook.close(resolve));
});

it('design: refuses the wrong person and the same person twice, and skips no stage', async () => {
  const wrong = await desk.readiness('engineer', 'purpose_stated');
  await wrong
    .getByText(/You cannot: the record does not name you as its business owner, but product-owner/)
    .waitFor();
  expect(await wrong.getByRole('button', { name: /^Sign for/ }).count()).toBe(0);

  const owner = await desk.sign('product-owner', 'purpose_stated', 'business');
  await owner
    .getByText(/You cannot: you have signed for business: a person's signature counts once/)
    .waitFor();
  expect(await owner.getByRole('button', { name: /^Move to/ }).allTextContents()).toEqual([
    'Move to testing',
  ]);
  expect(await owner.getByRole('button', { name: 'Move to testing' }).isDisabled()).toBe(true);
  const skipped = await people['product-owner'].request(PATH, {
    method: 'PUT',
    body: { ...RECORD, stage: 'sandbox' },
  });
  expect(await skipped.json()).toMatchObject({
    status: 409,
    detail: 'no stage is skipped between design and sandbox: next is testing',
  });

  await pages.open(people['product-owner'], `/w/${ID}?tab=readiness&record=edit`);
  await owner.getByRole('textbox', { name: 'Operations' }).fill('operations-manager');
  await owner.getByRole('textbox', { name: 'Version of the data contract' }).fill('1');
  await owner.getByRole('button', { name: 'Save the record' }).press('Enter');
  await owner.getByRole('heading', { name: 'Next: Testing' }).waitFor();
  await desk.sign('operations-manager', 'purpose_stated', 'operations');
});

it('design: refuses a signature for what telemetry has not shown, then goes on by proof', async () => {
  const expert = await desk.readiness('expert', 'evaluation_set');
  await expert
    .getByRole('list', { name: 'What is missing' })
    .getByText('No evaluation event that names a dataset was seen.')
    .waitFor();
  await expert.getByRole('textbox', { name: 'What you attest' }).fill('Built from last year.');
  await expert.getByRole('button', { name: 'Sign for expert' }).press('Enter');
  await expert
    .getByRole('alert')
    .getByText(/no evaluation event of this workload names a dataset: send some first/)
    .waitFor();
  await send(server, ID, [...goodRuns(BEGIN_MS, DAYS), ...evaluations(BEGIN_MS, DAYS)]);
  await desk.sign('expert', 'evaluation_set', 'expert');
  await desk.moveOn('testing');
});

it('testing: people attest, a pipeline reports with its key, telemetry proves the rest', async () => {
  await desk.sign('engineer', 'failure_modes', 'technical');
  await desk.sign('expert', 'failure_modes', 'expert');
  await desk.sign('engineer', 'safety_security_bias', 'technical');
  await desk.sign('expert', 'safety_security_bias', 'expert');
  const body = { statement: '4,000 malformed inputs, none answered.' };
  const piped = await server.request(`${PATH}/gates/garbage_input`, { body });
  expect(piped.status).toBe(201);
  await desk.moveOn('sandbox');
});

it('sandbox: the sample comes before the signature counts, and an attestation that ran out does not', async () => {
  const manager = await desk.sign('operations-manager', 'sandbox_sample', 'operations');
  await manager
    .getByRole('list', { name: 'What is missing' })
    .getByText(/\b0 of \d+ random reviews in 90 days/)
    .waitFor();
  await desk.put(PATH, {
    ...((await (await server.request(PATH)).json()) as object),
    audit: { share: 0.5, capacity_per_week: 14 },
  });
  await desk.audit('reviewer');
  await send(server, ID, randomReviews(BEGIN_MS, 80));
  await desk.sign('operations-manager', 'error_rate_accepted', 'operations');
  await desk.sign('compliance', 'error_rate_accepted', 'compliance');
  await desk.sign('compliance', 'compliance_review', 'compliance');
  await desk.sign('privacy', 'privacy_review', 'privacy');
  await desk.sign('risk-officer', 'risk_review', 'risk');
  await desk.sign('operations-manager', 'it_operations_review', 'operations');
  await desk.sign('architect', 'architecture_review', 'architecture');
  const tomorrow = isoTime(server.now() + DAY_MS).slice(0, 10);
  await desk.sign('security', 'security_review', 'security', tomorrow);

  await server.pass(AHEAD_MS);
  const security = await desk.readiness('security', 'security_review');
  await security
    .getByRole('list', { name: 'What is missing' })
    .getByText('Not signed for security.')
    .waitFor();
  await security
    .getByRole('list', { name: 'Signatures' })
    .getByText(/security for security, .*, expired/)
    .waitFor();
  await desk.sign('security', 'security_review', 'security');
});

it('production: monitoring, rollback, adoption and the breaker are proved before it moves', async () => {
  const missing = await desk.readiness('operations-manager', 'monitoring_active');
  await missing
    .getByRole('list', { name: 'What is missing' })
    .getByText('No enabled alert rule watches the axis value.')
    .waitFor();
  const { port } = hook.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/alerts`;
  await desk.put('/api/receivers/desk', {
    type: 'webhook',
    url,
    secret: 'a secret of the claims desk',
  });
  await desk.put('/api/routes', { routes: [{ receiver: 'desk' }], inhibit: [] });
  for (const [id, rule] of Object.entries(RULES)) {
    await desk.put(`/api/rules/${id}`, { title: id, severity: 'warn', ...rule });
  }
  const settings = await pages.open(people.reviewer, '/settings?tab=receivers');
  await settings.getByRole('button', { name: 'Test desk' }).press('Enter');
  await settings.getByText('The test arrived').waitFor();
  await settings.getByRole('button', { name: 'I saw it: the test alert to desk' }).press('Enter');
  await settings.getByText(/and was seen\.$/).waitFor();

  const rollback = await desk.readiness('operations-manager', 'rollback_rehearsed');
  await rollback.getByText('No drill that ended in a restore was reported.').first().waitFor();
  const sinceMs = BEGIN_MS + DAYS * DAY_MS;
  await send(server, ID, [
    ...drill(sinceMs - 20 * DAY_MS),
    ...adoption(sinceMs - 20 * DAY_MS, 22),
    ...goodRuns(sinceMs, 2),
    ...evaluations(sinceMs, 2),
  ]);
  await desk.sign('product-owner', 'users_trained', 'business');
  await desk.sign('product-owner', 'communication', 'business');
  await desk.sign('operations-manager', 'support_path', 'operations');
  await desk.moveOn('production');

  const review = await pages.open(people['product-owner'], `/reviews?workload=${ID}`);
  await review.getByRole('textbox', { name: 'Notes' }).fill('It sorts as agreed.');
  await review.getByRole('textbox', { name: 'Who was there' }).fill('business, operations');
  await review.getByRole('button', { name: 'Keep the review' }).press('Enter');
  await review.getByText('The review is kept.').waitFor();
  const gates = await desk.gates();
  expect(gates).toHaveLength(26);
  expect(gates.filter(({ state }) => state !== 'passed')).toEqual([]);
});

const modeShown = (page: Page) => page.getByRole('region', { name: 'Rollout mode' });

const CUSTOMERS = Array.from({ length: 300 }, (_, index) => `customer-${index}`);

/** For how many customers the application may act by itself, as it asks with the OpenFeature SDK. */
async function livesFor(): Promise<number> {
  const client = OpenFeature.getClient();
  const answers = await Promise.all(
    CUSTOMERS.map((targetingKey) => client.getStringValue(ID, 'off', { targetingKey })),
  );
  return answers.filter((mode) => mode === 'live').length;
}

it('scale: refuses evidence that has changed and the same person twice, then lets a share through', async () => {
  const made = await server.request('/api/keys', {
    body: { name: 'application', scopes: ['read'] },
  });
  const { key } = (await made.json()) as { key: string };
  const headers = { authorization: `Bearer ${key}` };
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl: server.url, headers }));
  expect(await livesFor()).toBe(0);

  const builder = await desk.decisions('engineer');
  await builder.getByText('You own the build, so others accept it.').waitFor();

  const owner = await desk.decisions('product-owner');
  await owner.getByRole('button', { name: 'Accept scale' }).waitFor();
  await desk.put('/api/policies/claims', { ...POLICY, dwell: { redesign: '4d' } });
  await owner.getByRole('button', { name: 'Accept scale' }).press('Enter');
  await owner
    .getByText(/^the policy was claims, version 1 and is claims, version 2/)
    .first()
    .waitFor();
  await owner.getByRole('button', { name: 'Look again' }).first().press('Enter');
  await owner
    .getByText(/^the policy was/)
    .first()
    .waitFor({ state: 'detached' });
  await owner.getByLabel('Conditions (optional)').fill('Read every complaint.');
  await owner.getByRole('button', { name: 'Accept scale' }).press('Enter');
  await owner.getByText(/It waits for the operations or the risk owner/).waitFor();
  await owner.getByText('You have signed it: every signature is another person’s.').waitFor();
  expect(await livesFor()).toBe(0);

  const risk = await desk.decisions('risk-officer');
  await risk.getByRole('button', { name: 'Sign as risk owner' }).press('Enter');
  await modeShown(risk).getByText('Limited to 10 %').waitFor();
  const share = await livesFor();
  expect(share).toBeGreaterThan(5);
  expect(share).toBeLessThan(80);
});

it('stop: an overrule takes a second reviewer, and turns it off', async () => {
  const owner = await desk.decisions('product-owner');
  await owner.getByRole('radio', { name: /Stop/ }).check();
  await owner.getByLabel('Why is it overruled?').fill('The insurer leaves this market.');
  await owner.getByRole('button', { name: 'Overrule: stop' }).press('Enter');
  await owner.getByText(/It waits for a second reviewer/).waitFor();
  const manager = await desk.decisions('operations-manager');
  await manager.getByRole('button', { name: 'Sign as second reviewer' }).press('Enter');
  await modeShown(manager).getByText('Off', { exact: true }).waitFor();
  expect(await livesFor()).toBe(0);
});

it('retirement: with a reason, and everything that anybody did stands in a record that checks', async () => {
  const owner = await desk.readiness('product-owner');
  await owner.getByRole('button', { name: 'Go back or retire…' }).press('Enter');
  const form = owner.getByRole('form', { name: 'Another stage' });
  await form.getByLabel('Why').fill('The market was left.');
  await form.getByRole('button', { name: 'Move to retired' }).press('Enter');
  await owner.getByText('It has come to its end.').waitFor();
  expect(await livesFor()).toBe(0);

  const record = await pages.open(people['risk-officer'], '/record');
  await record.getByRole('button', { name: 'Check now' }).press('Enter');
  await record.getByText(/^All \d+ records are as they were written/).waitFor();
  expect(await (await server.request('/api/record/verify')).json()).toMatchObject({ ok: true });
  const acts = await desk.acts();
  expect(acts).toEqual(
    expect.arrayContaining([
      'workload product-owner',
      'gate product-owner',
      'gate engineer',
      'gate operations-manager',
      'gate expert',
      'gate security',
      'gate reviewer',
      'review product-owner',
      'decision product-owner',
      'decision risk-officer',
      'decision operations-manager',
    ]),
  );
  expect(pages.faults()).toEqual([]);
});
