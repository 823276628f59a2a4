/**
 * Runs tasks one after another, in the order they were given; one that fails holds up none.
 * @returns how to give a task; it settles as the task does
 * @example const inTurn = oneAtATime(); await Promise.all([inTurn(first), inTurn(second)])
 */
export function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let queue: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = queue.then(task);
    queue = turn.catch(() => undefined);
    return turn;
  };
}
