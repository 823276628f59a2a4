import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * Orders worked off by one process for each core, each taking the next as soon as it is free.
 * @param script of this folder; answers every message with one
 * @param answered told each order with its answer
 */
export async function shareWork<Order extends object, Answer>(
  script: string,
  orders: readonly Order[],
  answered: (order: Order, answer: Answer) => void,
): Promise<void> {
  const waiting = [...orders];
  const work = async (): Promise<void> => {
    const child = fork(join(import.meta.dirname, script), { execArgv: ['--import', 'tsx'] });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${script} ended with ${String(code)}`);
    });
    try {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        const answer = await Promise.race([answerTo<Answer>(child, order), ended]);
        answered(order, answer);
      }
    } finally {
      child.kill();
    }
  };
  const processes = Math.min(availableParallelism(), orders.length);
  await Promise.all(Array.from({ length: processes }, work));
}

async function answerTo<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  const message = once(child, 'message');
  child.send(order);
  const [answer] = (await message) as [Answer];
  return answer;
}
