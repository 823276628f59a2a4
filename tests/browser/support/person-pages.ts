import type { Browser, Page } from 'playwright-core';
import type { SignedInPerson } from '../../support/people.ts';
import { visit, type Visit, type Visitor } from './visit.ts';

/** What a browser keeps that somebody has signed in with. */
export function visitorOf({ cookie }: Pick<SignedInPerson, 'cookie'>, url: string): Visitor {
  const [name = '', ...value] = cookie.split('=');
  return {
    cookies: [
      {
        name,
        value: value.join('='),
        domain: new URL(url).hostname,
        path: '/',
        expires: -1,
        httpOnly: true,
        secure: false,
        sameSite: 'Strict',
      },
    ],
    origins: [],
  };
}

/** Several people at a server, each with one page in a browser of their own. */
export interface PersonPages {
  /** Their page, at an address of the dashboard. */
  open(person: SignedInPerson, path: string): Promise<Page>;
  /** Their page where its address begins so; else null. */
  at(person: SignedInPerson, path: string): Page | null;
  /** What went wrong on anybody's page, beside refusals, which a browser logs too. */
  faults(): string[];
  /** Closes all of their browsers; who opens a page again begins with an empty one. */
  close(): Promise<void>;
}

const PATIENCE_MS = 15_000;
const REFUSAL = /status of 4(00|03|09)/;

export function createPersonPages(browser: Browser, url: string): PersonPages {
  const visits = new Map<string, Visit>();
  return {
    async open(person, path) {
      const known = visits.get(person.id);
      if (known === undefined) {
        const made = await visit(browser, url + path, visitorOf(person, url));
        visits.set(person.id, made);
        made.page.setDefaultTimeout(PATIENCE_MS);
        return made.page;
      }
      await known.page.goto(url + path);
      return known.page;
    },
    at(person, path) {
      const page = visits.get(person.id)?.page;
      return page?.url().startsWith(url + path) ? page : null;
    },
    faults: () =>
      [...visits.values()].flatMap(({ faults }) => faults.filter((fault) => !REFUSAL.test(fault))),
    async close() {
      for (const { close } of visits.values()) await close();
      visits.clear();
    },
  };
}
