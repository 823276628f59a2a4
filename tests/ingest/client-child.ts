import { createBellwether } from '../../ingest/client/bellwether-client.ts';

// An application that sends three runs and then ends in the way its first parameter says.
const [way, url = '', key = ''] = process.argv.slice(2);
const bellwether = createBellwether({ url, key, workload: `client-${way}`, exitTimeoutMs: 10_000 });
for (let i = 0; i < 3; i += 1) bellwether.run({ id: `${way}-${i}`, ok: true });

if (way === 'exits') process.exit(7);
if (way === 'fails') throw new Error('the application fails');
if (way === 'handles-signals') process.once('SIGTERM', () => process.exit(7));
if (way === 'handles-signals' || way === 'ignores-signals') {
  setInterval(() => {}, 60_000);
  console.log('ready');
}
