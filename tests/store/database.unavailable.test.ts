import { expect, test } from 'vitest';
import { asUnavailable } from '../../store/database.ts';

const named = (message: string, code: string): Error => Object.assign(new Error(message), { code });

test.each([
  named('connect ECONNREFUSED 127.0.0.1:8123', 'ECONNREFUSED'),
  named('aborted', 'ECONNRESET'),
  new Error('socket hang up'),
  new Error('Timeout error.'),
  new Error('<html><h1>502 Bad Gateway</h1></html>'),
  new Error('Memory limit (total) exceeded (MEMORY_LIMIT_EXCEEDED)'),
  new Error('Too many simultaneous queries (TOO_MANY_SIMULTANEOUS_QUERIES)'),
  new Error('Too many parts (TOO_MANY_PARTS)'),
  new Error('Cannot reserve 1.00 MiB, not enough space (NOT_ENOUGH_SPACE)'),
  new Error('Table is in readonly mode (TABLE_IS_READ_ONLY)'),
  new Error('Shutdown is called for table (ABORTED)'),
  new Error('Query was cancelled (QUERY_WAS_CANCELLED)'),
  new Error('CPU overloaded (SERVER_OVERLOADED)'),
  new Error('Number of alive replicas (1) is less than requested quorum (TOO_FEW_LIVE_REPLICAS)'),
  new Error('Session expired (KEEPER_EXCEPTION)'),
])('of a database that is not there now it is told to come again: $message', (cause) => {
  expect(asUnavailable('a-question', cause)).toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: 5,
    cause,
  });
});

test.each([
  new Error("Unknown table expression identifier 'runz' (UNKNOWN_TABLE)"),
  new Error('Authentication failed: password is incorrect (AUTHENTICATION_FAILED)'),
  new Error('Cannot parse input: expected , before: x (CANNOT_PARSE_INPUT_ASSERTION_FAILED)'),
])('what coming again does not mend stays what it is: $message', (cause) => {
  expect(asUnavailable('a-question', cause)).toBe(cause);
});
