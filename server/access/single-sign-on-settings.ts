import { z } from 'zod';
import type { FieldError } from '../../core/errors.ts';
import { parseGroupRoles, type GroupRole } from './group-roles.ts';

/** How single sign-on is set up. */
export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a client without one, which proves itself by PKCE alone. */
  readonly clientSecret: string | null;
  readonly scopes: string;
  readonly groupsClaim: string;
  readonly groupRoles: readonly GroupRole[];
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const isSafeIssuer = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
};

/** The environment of single sign-on. */
export const singleSignOnVariables = {
  BELLWETHER_OIDC_ISSUER: z
    .string()
    .refine(isSafeIssuer, 'expected an https address without credentials (http: loopback only)')
    .optional()
    .describe('identity provider for single sign-on; unset: none'),
  BELLWETHER_OIDC_CLIENT_ID: z
    .string()
    .max(500)
    .optional()
    .describe('what Bellwether is called at that provider'),
  BELLWETHER_OIDC_CLIENT_SECRET: z
    .string()
    .max(2000)
    .optional()
    .describe('its secret there; unset: a public client'),
  BELLWETHER_OIDC_SCOPES: z
    .string()
    .regex(/(^| )openid( |$)/, 'expected openid among the scopes')
    .default('openid profile email')
    .describe('scopes that are asked for; some providers need one for groups'),
  BELLWETHER_OIDC_GROUPS_CLAIM: z
    .string()
    .min(1)
    .max(200)
    .default('groups')
    .describe('claim that names the groups of a person'),
  BELLWETHER_OIDC_GROUP_ROLES: z
    .string()
    .max(10_000)
    .default('')
    .superRefine((text, context) => {
      try {
        parseGroupRoles(text);
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : String(error));
      }
    })
    .describe('roles of groups, such as ops=operator,board=approver'),
} as const;

const environment = z.object(singleSignOnVariables);
type Environment = z.output<typeof environment>;

const NEEDED = ['BELLWETHER_OIDC_CLIENT_ID', 'BELLWETHER_OIDC_GROUP_ROLES'] as const;
const WITH_ISSUER = [...NEEDED, 'BELLWETHER_OIDC_CLIENT_SECRET'] as const;

/** Which variables are missing beside those that are set. */
export function findSingleSignOnFaults(
  set: Readonly<Record<string, string | undefined>>,
): FieldError[] {
  const hasIssuer = set['BELLWETHER_OIDC_ISSUER'] !== undefined;
  if (hasIssuer) {
    return NEEDED.filter((path) => set[path] === undefined).map((path) => ({
      path,
      message: 'is needed with BELLWETHER_OIDC_ISSUER',
    }));
  }
  return WITH_ISSUER.some((name) => set[name] !== undefined)
    ? [{ path: 'BELLWETHER_OIDC_ISSUER', message: 'is needed for single sign-on' }]
    : [];
}

/** The settings; null without an issuer. */
export function readSingleSignOn(env: Environment): SingleSignOnSettings | null {
  const { BELLWETHER_OIDC_ISSUER: issuer, BELLWETHER_OIDC_CLIENT_ID: clientId } = env;
  if (issuer === undefined || clientId === undefined) return null;
  return {
    issuer,
    clientId,
    clientSecret: env.BELLWETHER_OIDC_CLIENT_SECRET ?? null,
    scopes: env.BELLWETHER_OIDC_SCOPES,
    groupsClaim: env.BELLWETHER_OIDC_GROUPS_CLAIM,
    groupRoles: parseGroupRoles(env.BELLWETHER_OIDC_GROUP_ROLES),
  };
}
