import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openAlertLog } from '../../store/alert-log.ts';
import type { Database } from '../../store/database.ts';
import { useDatabase, type TRANSPORTS } from '../support/database.ts';

type Kind = 'track' | 'episode' | 'cursor';

/** What the store promises about the alert log. */
export function describeAlertLog(transport: (typeof TRANSPORTS)[number]): void {
  const database = useDatabase(transport);
  const open = (of: Database = database()) => openAlertLog<Kind>(of, Date.now);
  beforeEach(() => database().command('test', 'TRUNCATE TABLE alert_log'));

  describe(`the alert log, ${transport}`, () => {
    test('holds the latest document of each kind and id, also for whoever opens it next', async () => {
      const log = await open();
      await log.append([
        { kind: 'track', id: 'a', document: { n: 1 } },
        { kind: 'track', id: 'b', document: { n: 1 } },
        { kind: 'episode', id: 'a', document: { text: 'Grüße, "quoted"\n' } },
      ]);
      await log.append([
        { kind: 'track', id: 'a', document: { n: 2 } },
        { kind: 'cursor', id: 'a', document: 0 },
      ]);
      // Two of one id in one act: the later one counts.
      await log.append([
        { kind: 'track', id: 'c', document: { n: 1 } },
        { kind: 'track', id: 'c', document: { n: 2 } },
      ]);
      for (const one of [log, await open()]) {
        const tracks = [
          ['a', { n: 2 }],
          ['b', { n: 1 }],
          ['c', { n: 2 }],
        ];
        expect([...(await one.load('track'))]).toEqual(tracks);
        expect([...(await one.load('episode'))]).toEqual([['a', { text: 'Grüße, "quoted"\n' }]]);
        expect([...(await one.load('cursor'))]).toEqual([['a', 0]]);
      }
    });

    test('is gone on with by the next one to open it, in order', async () => {
      await (await open()).append([{ kind: 'track', id: 'a', document: 1 }]);
      await (await open()).append([{ kind: 'track', id: 'a', document: 2 }]);
      expect([...(await (await open()).load('track'))]).toEqual([['a', 2]]);
    });

    test('lets go of what is taken away, until it is written again', async () => {
      const log = await open();
      await log.append([{ kind: 'track', id: 'a', document: 1 }]);
      await log.append([{ kind: 'track', id: 'a', document: null }]);
      expect(await log.load('track')).toEqual(new Map());
      await log.append([{ kind: 'track', id: 'a', document: 3 }]);
      expect(await log.load('track')).toEqual(new Map([['a', 3]]));
    });

    test('stores an act as one block, whole or not at all', async () => {
      const log = await open();
      const entries = Array.from({ length: 5000 }, (_, i) => ({
        kind: 'track' as const,
        id: `${i}`,
        document: { i, text: 'x'.repeat(100) },
      }));
      await log.append(entries);
      expect((await log.load('track')).size).toBe(5000);
      const [parts] = await database().query(
        'test',
        `SELECT count() AS n FROM system.parts WHERE table = 'alert_log' AND active
           AND database = currentDatabase()`,
        z.object({ n: z.number() }),
      );
      expect(parts).toEqual({ n: 1 });
    });

    test('an act that was stored though it failed is appended again without harm', async () => {
      let isLost = true;
      const log = await open({
        ...database(),
        async insertRows(name, table, rows) {
          await database().insertRows(name, table, rows);
          if (isLost) throw new Error('the answer was lost');
        },
      });
      const act = [
        { kind: 'track', id: 'a', document: { n: 1 } },
        { kind: 'cursor', id: 'at', document: 60 },
      ] as const;
      await expect(log.append(act)).rejects.toThrow('lost');
      isLost = false;
      await log.append(act);
      expect([...(await log.load('track'))]).toEqual([['a', { n: 1 }]]);
      expect([...(await log.load('cursor'))]).toEqual([['at', 60]]);
    });
  });
}
