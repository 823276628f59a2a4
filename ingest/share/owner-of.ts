import { createHash } from 'node:crypto';

/** Workloads whose owner is remembered: each is a name that a sender chose. */
const MAX_REMEMBERED = 10_000;

const weightOf = (process: string, workload: string): string =>
  createHash('sha256').update(`${process}\n${workload}`).digest('hex');

/**
 * Which of several processes takes the telemetry of a workload: the one whose name weighs most together
 * with it. All processes that hold the same list, in whatever order, say the same; one that is added
 * takes over its share from each of the others and moves nothing else.
 * @param processes at least one, each by its address
 */
export function createOwnerOf(processes: readonly string[]): (workload: string) => string {
  const [first] = processes;
  if (first === undefined) throw new RangeError('there is no process to own anything');
  const remembered = new Map<string, string>();
  return (workload) => {
    const known = remembered.get(workload);
    if (known !== undefined) return known;
    let owner = first;
    let heaviest = '';
    for (const process of processes) {
      const weight = weightOf(process, workload);
      if (weight <= heaviest) continue;
      heaviest = weight;
      owner = process;
    }
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(workload, owner);
    return owner;
  };
}
