/**
 * A member of a record whose keys people choose; undefined for what every object has by itself.
 * @example ownMember({ a: 1 }, 'a') // 1
 */
export function ownMember<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
