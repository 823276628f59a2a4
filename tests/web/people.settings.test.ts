import { describe, expect, it } from 'vitest';
import { buildPersonRows } from '../../web/settings/people/build-person-row.ts';
import {
  EMPTY_PERSON_FORM,
  readPersonForm,
  writePersonForm,
} from '../../web/settings/people/person-form.ts';
import { readSettingsSearch } from '../../web/settings/settings-search.ts';
import { findPasswordFaults } from '../../web/sign-in/find-password-faults.ts';
import { readInvitation, readLinkToken } from '../../web/sign-in/read-link-token.ts';
import { readSignInSearch, tellProblem } from '../../web/sign-in/sign-in-search.ts';
import { SIGN_ON_PROBLEMS } from '../../server/access/single-sign-on.ts';

const NOW = Date.UTC(2026, 10, 26);
const person = {
  id: 'desk',
  name: 'Service desk',
  email: 'desk@example.com',
  roles: ['operator' as const],
  sign_in: 'password' as const,
  disabled: false,
  password_set_at: null,
  created_at: '2026-11-01T00:00:00Z',
};

describe('the list of people', () => {
  it('goes by name, with those who are kept out last', () => {
    const rows = buildPersonRows(
      [
        { ...person, id: 'z', name: 'Zone lead' },
        { ...person, id: 'a', name: 'Auditor', disabled: true },
        { ...person, id: 'b', name: 'Board' },
      ],
      NOW,
    );
    expect(rows.map(({ id }) => id)).toEqual(['b', 'z', 'a']);
  });

  it('says how each comes in, and asks before a password is taken away', () => {
    const told = (more: object) => {
      const [row] = buildPersonRows([{ ...person, ...more }], NOW);
      return [row?.way, row?.password];
    };
    expect(told({})).toEqual(['no password yet', 'to_be_set']);
    expect(told({ password_set_at: '2026-11-23T00:00:00Z' })).toEqual([
      'password set 3 days ago',
      'set',
    ]);
    expect(told({ sign_in: 'single_sign_on' })).toEqual(['single sign-on', 'none']);
    expect(told({ disabled: true })).toEqual(['no password yet', 'none']);
  });

  it('shows nothing of what is not for who looks', () => {
    const { id, name, roles, disabled } = person;
    const [row] = buildPersonRows([{ id, name, roles, disabled }], NOW);
    expect(row).toMatchObject({ email: null, way: null, password: 'none' });
  });
});

describe('the form of a person', () => {
  it('says beside each field what is wrong with it', () => {
    const form = { ...EMPTY_PERSON_FORM, roles: [] };
    expect(readPersonForm(form, false)).toMatchObject({
      kind: 'faults',
      faults: { name: expect.any(String), email: expect.any(String), roles: expect.any(String) },
    });
  });

  it('asks for what it was filled with', () => {
    expect(readPersonForm(writePersonForm(person), false)).toEqual({
      kind: 'request',
      request: {
        name: 'Service desk',
        email: 'desk@example.com',
        roles: ['operator'],
        sign_in: 'password',
      },
    });
    const built = { ...writePersonForm(person), email: ' ' };
    expect(readPersonForm(built, true)).toMatchObject({ request: { email: null } });
  });
});

describe('the way in', () => {
  it('reads each kind of link as what it is', () => {
    expect(readInvitation('#invitation=desk.abc')).toBe('desk.abc');
    expect(readLinkToken('#invitation=desk.abc')).toBeNull();
    expect(readInvitation('#invitation=')).toBeNull();
  });

  it('has words for every reason the server turns somebody away with, and for no other', () => {
    for (const problem of SIGN_ON_PROBLEMS) {
      expect(readSignInSearch({ problem })).toEqual({ problem });
      expect(tellProblem(problem)).toMatch(/\.$/);
    }
    expect(readSignInSearch({ problem: 'toString' })).toEqual({});
  });

  it('refuses passwords the server would refuse', () => {
    expect(findPasswordFaults('eleven long', 'eleven long')).toHaveProperty('password');
    expect(findPasswordFaults('x'.repeat(201), 'x'.repeat(201))).toHaveProperty('password');
    expect(findPasswordFaults('long enough now', 'long enough nov')).toHaveProperty('again');
    expect(findPasswordFaults('long enough now', 'long enough now')).toEqual({});
  });

  it('keeps of a settings address what makes sense', () => {
    expect(readSettingsSearch({ tab: 'account', person: 'desk' })).toEqual({
      tab: 'account',
      person: 'desk',
    });
    expect(readSettingsSearch({ tab: 'nothing', person: '../x' })).toEqual({});
  });
});
