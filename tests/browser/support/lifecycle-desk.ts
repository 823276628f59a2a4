import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Capacity } from '../../../core/workload.ts';
import { findGate } from '../../../decisions/gates/gate-catalogue.ts';
import type { GateItem } from '../../../decisions/gates/gate-item.ts';
import type { ClockedServer } from './clocked-server.ts';
import { ID, PATH, type People, type Who } from './lifecycle-workload.ts';
import type { PersonPages } from './person-pages.ts';

/** What people do about the workload on its pages, and what an administrator sets up. */
export interface LifecycleDesk {
  put(path: string, body: object): Promise<void>;
  /** The tab Readiness of somebody, loaded anew, with a gate opened. */
  readiness(who: Who, gate?: string): Promise<Page>;
  decisions(who: Who): Promise<Page>;
  /** Signs a gate by keyboard alone. */
  sign(who: Who, gate: string, capacity: Capacity, until?: string): Promise<Page>;
  /** Moves the stage where every gate on the way is passed. */
  moveOn(to: string): Promise<void>;
  /** Judges two runs of the random audit at the desk; the first one is sent with the second. */
  audit(who: Who): Promise<void>;
  gates(): Promise<GateItem[]>;
  /** Who changed what kind of thing, each once. */
  acts(): Promise<string[]>;
}

export function createLifecycleDesk(
  server: ClockedServer,
  people: People,
  pages: PersonPages,
): LifecycleDesk {
  const tab = `/w/${ID}?tab=readiness`;
  const ask = async (path: string): Promise<unknown> => (await server.request(path)).json();
  const readiness = (who: Who, gate?: string): Promise<Page> =>
    pages.open(people[who], gate === undefined ? tab : `${tab}&gate=${gate}`);

  /** On the page that is open, where that shows the gate. */
  const openGate = async (who: Who, gate: string): Promise<Page> => {
    const page = pages.at(people[who], tab);
    const row = page?.getByRole('button', { name: findGate(gate)?.title ?? gate });
    // Only the stage it is in and the next one are unfolded.
    if (!page || !row || (await row.count()) === 0) return readiness(who, gate);
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.press('Enter');
    return page;
  };

  return {
    readiness,
    decisions: (who) => pages.open(people[who], `/w/${ID}?tab=decisions`),
    async put(path, body) {
      const answer = await server.request(path, { method: 'PUT', body });
      expect(answer.status, await answer.clone().text()).toBe(200);
    },
    async sign(who, gate, capacity, until) {
      const page = await openGate(who, gate);
      await page.getByRole('textbox', { name: 'What you attest' }).focus();
      await page.keyboard.type(`Looked at by ${who}.`);
      if (until !== undefined) await page.getByLabel('Holds until').fill(until);
      await page.getByRole('button', { name: `Sign for ${capacity}` }).press('Enter');
      const signers = page.getByRole('list', { name: 'Who signs' }).getByRole('listitem');
      const own = signers.filter({ hasText: capacity });
      await own.getByText(`signed by ${who.replaceAll('-', ' ')}`).waitFor();
      return page;
    },
    async moveOn(to) {
      const page = await readiness('product-owner');
      await page.getByText(/^All \d+ gates on the way are passed/).waitFor();
      await page.getByRole('button', { name: `Move to ${to}` }).press('Enter');
      await page.locator('[aria-current="step"]').getByText(new RegExp(to, 'i')).waitFor();
      expect(await ask(PATH)).toMatchObject({ stage: to });
    },
    async audit(who) {
      const page = await pages.open(people[who], `/w/${ID}?tab=audit`);
      const run = page.getByRole('article', { name: /^Run / });
      await run.waitFor();
      const first = await run.getAttribute('aria-label');
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      await expect.poll(() => run.getAttribute('aria-label')).not.toBe(first);
      await page.keyboard.press('1');
      await page.keyboard.press('Enter');
      const reviewed = async (): Promise<number> =>
        ((await ask(`${PATH}/audit`)) as { progress: { reviewed: number } }).progress.reviewed;
      await expect.poll(reviewed).toBeGreaterThan(0);
    },
    gates: async () => ((await ask(`${PATH}/gates`)) as { items: GateItem[] }).items,
    async acts() {
      const all = (await ask('/api/record?limit=1000')) as {
        items: { kind: string; actor: string }[];
      };
      const said = all.items.map(({ kind, actor }) => `${kind} ${actor.replace('person:', '')}`);
      return [...new Set(said)];
    },
  };
}
