import { OpenAPIHono, createRoute, z } from '@hono/zod-openapi';
import { BellwetherError } from '../../core/errors.ts';
import { personDocument, type PersonDocument } from '../../core/person.ts';
import { isoTime } from '../../core/time.ts';
import { refuseRolesOfGroups } from '../access/people-rules.ts';
import { newPerson, personChange, type PersonChange } from '../access/people.ts';
import { mayUse, requireScope, requireUnbound, type Principal } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { pageById, readIfMatch, writeEtag } from './pages.ts';
import {
  bodyProblems,
  jsonBody,
  listOf,
  longPageParams,
  problemWith,
  problems,
} from './request-schemas.ts';

const detail = personDocument.omit({ id: true, name: true, roles: true, disabled: true });
/** What everybody may know of a person; the rest is for admins and for themselves. */
const personItem = personDocument
  .pick({ id: true, name: true, roles: true, disabled: true })
  .extend(detail.omit({ identity: true }).partial().shape);
const invitation = z.object({ token: z.string(), path: z.string(), expires_at: z.string() });

const ifMatch = z.object({ 'if-match': z.string().optional() });
const stale = { 412: problemWith('Changed meanwhile: read it again') };
const taken = { 409: problemWith('The id or email is taken, or no admin would be left') };
const personParam = z.object({
  id: z
    .string()
    .max(63)
    .openapi({ param: { name: 'id', in: 'path' }, example: 'operations-manager' }),
});

const listPeople = createRoute({
  method: 'get',
  path: '/api/people',
  summary: 'Everybody who works with Bellwether',
  request: { query: z.strictObject(longPageParams) },
  responses: { 200: jsonBody(listOf(personItem), 'People; emails for admins only'), ...problems },
});
const postPerson = createRoute({
  method: 'post',
  path: '/api/people',
  summary: 'Add a person',
  description:
    'Whoever signs in with a password gets an invitation: a link to set one, good for 24 hours, shown this once.',
  request: { body: { required: true, content: { 'application/json': { schema: newPerson } } } },
  responses: {
    201: jsonBody(personItem.extend({ invitation: invitation.nullable() }), 'The person'),
    ...problems,
    ...bodyProblems,
    ...taken,
  },
});
const getPerson = createRoute({
  method: 'get',
  path: '/api/people/{id}',
  summary: 'A person',
  request: { params: personParam },
  responses: { 200: jsonBody(personItem, 'Its version is the ETag'), ...problems },
});
const putPerson = createRoute({
  method: 'put',
  path: '/api/people/{id}',
  summary: 'Change a person',
  description: 'Sessions end when the roles change or the person is disabled.',
  request: {
    params: personParam,
    headers: ifMatch,
    body: { required: true, content: { 'application/json': { schema: personChange } } },
  },
  responses: {
    200: jsonBody(personItem, 'As kept'),
    ...problems,
    ...bodyProblems,
    ...taken,
    ...stale,
  },
});
const deletePerson = createRoute({
  method: 'delete',
  path: '/api/people/{id}',
  summary: 'Delete a person; what they decided stays on record under their id',
  request: { params: personParam, headers: ifMatch },
  responses: { 204: { description: 'Deleted' }, ...problems, ...taken, ...stale },
});
const postInvitation = createRoute({
  method: 'post',
  path: '/api/people/{id}/invitation',
  summary: 'Take a password away and make a link to set a new one',
  request: { params: personParam },
  responses: {
    201: jsonBody(invitation, 'The link, shown this once'),
    ...problems,
    409: problemWith('The person signs in at the identity provider'),
  },
});

function itemFor(principal: Principal, person: PersonDocument): z.infer<typeof personItem> {
  const { id, name, roles, disabled, identity: _, ...more } = person;
  const isWhole = mayUse(principal, 'admin') || principal.person === id;
  return { id, name, roles, disabled, ...(isWhole ? more : {}) };
}

function requireAdmin(principal: Principal): void {
  requireScope(principal, 'admin');
  requireUnbound(principal);
}

const missing = (id: string): BellwetherError =>
  new BellwetherError('not_found', `there is no person ${id}`);

/** People and their roles. */
export function peopleRoutes({ people, signIn, now }: Services) {
  const invite = async (id: string): Promise<z.infer<typeof invitation>> => {
    const { token, expiresMs } = await signIn.invite(id);
    return { token, path: `/signin#invitation=${token}`, expires_at: isoTime(expiresMs) };
  };
  return new OpenAPIHono<RequestVariables>()
    .openapi(listPeople, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireUnbound(principal);
      const items = people.list().map(({ document }) => itemFor(principal, document));
      return c.json(
        pageById(items, ({ id }) => id, c.req.valid('query')),
        200,
      );
    })
    .openapi(postPerson, async (c) => {
      const principal = c.get('principal');
      requireAdmin(principal);
      const { document, version } = await people.create(c.req.valid('json'), principal.actor);
      c.header('ETag', writeEtag(version));
      const isInvited = document.sign_in === 'password';
      const made = { ...itemFor(principal, document), invitation: null };
      return c.json(isInvited ? { ...made, invitation: await invite(document.id) } : made, 201);
    })
    .openapi(getPerson, (c) => {
      const principal = c.get('principal');
      requireScope(principal, 'read');
      requireUnbound(principal);
      const { id } = c.req.valid('param');
      const found = people.get(id);
      if (!found) throw missing(id);
      c.header('ETag', writeEtag(found.version));
      return c.json(itemFor(principal, found.document), 200);
    })
    .openapi(putPerson, async (c) => {
      const principal = c.get('principal');
      requireAdmin(principal);
      const { id } = c.req.valid('param');
      const before = people.get(id);
      const expectedVersion = readIfMatch(c.req.valid('header')['if-match'], before !== null);
      if (!before) throw missing(id);
      const body = c.req.valid('json');
      refuseRolesOfGroups(before.document, body);
      const kept = await people.change(
        id,
        { ...body, ...forgotten(before.document, body) },
        {
          actor: principal.actor,
          reason: '',
          ...(expectedVersion === undefined ? {} : { expectedVersion }),
        },
      );
      if (before.document.sign_in !== body.sign_in) await signIn.forget(id);
      else if (endsSessions(before.document, kept.document)) await signIn.revokeAll(id);
      c.header('ETag', writeEtag(kept.version));
      return c.json(itemFor(principal, kept.document), 200);
    })
    .openapi(deletePerson, async (c) => {
      const principal = c.get('principal');
      requireAdmin(principal);
      const { id } = c.req.valid('param');
      const expected = readIfMatch(c.req.valid('header')['if-match'], people.get(id) !== null);
      await people.remove(id, principal.actor, expected);
      await signIn.forget(id);
      return c.body(null, 204);
    })
    .openapi(postInvitation, async (c) => {
      const principal = c.get('principal');
      requireAdmin(principal);
      const { id } = c.req.valid('param');
      const found = people.get(id);
      if (!found) throw missing(id);
      if (found.document.sign_in !== 'password') {
        throw new BellwetherError('conflict', 'this person signs in at the identity provider');
      }
      // On record before anything changes: whoever holds the link can become this person.
      const act = { actor: principal.actor, reason: 'password reset, a new invitation' };
      await people.change(id, { password_set_at: null, invited_at: isoTime(now()) }, act);
      return c.json(await invite(id), 201);
    });
}

function endsSessions(before: PersonDocument, after: PersonDocument): boolean {
  const rolesOf = ({ roles }: PersonDocument): string => roles.toSorted().join();
  return rolesOf(before) !== rolesOf(after) || before.disabled !== after.disabled;
}

/** What a person no longer has who signs in another way from now on. */
const forgotten = (before: PersonDocument, { sign_in }: PersonChange): Partial<PersonDocument> =>
  sign_in === before.sign_in ? {} : { identity: null, password_set_at: null };
