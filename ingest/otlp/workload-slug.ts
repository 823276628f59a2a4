const MAX_LENGTH = 63;
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * A service's name as a workload's id: a slug stays as it is; else lower case, and every run of
 * other characters one hyphen.
 * @returns empty where nothing of the name can stand in one
 * @example workloadSlugOf('Support Copilot (EU)') // 'support-copilot-eu'
 */
export function workloadSlugOf(name: string): string {
  if (SLUG.test(name)) return name;
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, MAX_LENGTH)
    .replace(/-$/, '');
}
