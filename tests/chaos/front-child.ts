import { FAULTS, startClickHouseFront, type Fault } from '../support/clickhouse-front.ts';

/** The database as a process of its own, which can be killed: `front-child FOLDER PORT`. */
const [folder = '', port = '0'] = process.argv.slice(2);
const front = await startClickHouseFront(folder, Number(port));

process.on('message', (message) => {
  const isFault = (text: unknown): text is Fault =>
    typeof text === 'string' && Object.hasOwn(FAULTS, text);
  if (isFault(message)) front.fault = message;
  process.send?.('done');
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
