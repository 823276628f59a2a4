/**
 * Who wrote a version, for people.
 * @example tellActor('person:ada') // 'ada'
 * @example tellActor('key:a9tsyiid1c6y') // 'key a9tsyiid1c6y'
 * @example tellActor('system') // 'system'
 */
export const tellActor = (actor: string): string =>
  actor.replace(/^person:/, '').replace(/^key:/, 'key ');
