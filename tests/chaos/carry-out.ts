import { setTimeout as wait } from 'node:timers/promises';
import type { Installation } from './installation.ts';
import type { ChaosFault, PlannedFault, ProgramName } from './plan.ts';
import { describeFault } from './plan.ts';
import type { Program } from './program.ts';

/** Harms an installation for a while; resolves when all is as it was. */
export async function harm(
  installation: Installation,
  fault: ChaosFault,
  forMs: number,
): Promise<void> {
  const { database, disks } = installation;
  const programOf = (name: ProgramName): Program => installation.programs.get(name) as Program;
  switch (fault.kind) {
    case 'kill':
      if (fault.target !== 'database') return programOf(fault.target).restart('kill', forMs);
      await database.kill();
      await wait(forMs);
      return database.start();
    case 'stop':
      return programOf(fault.target).restart('stop', forMs);
    case 'freeze':
      return programOf(fault.target).freeze(forMs);
    case 'database': {
      await database.setFault(fault.fault);
      await wait(forMs);
      return database.setFault('none');
    }
    case 'full disk': {
      const disk = disks.get(fault.target);
      await disk?.fill();
      await wait(forMs);
      return disk?.free();
    }
    case 'clock':
      return programOf(fault.target).shiftClock(fault.byMs, forMs);
  }
}

/** How often each fault was carried out, in words. */
export type DoneFaults = Map<string, number>;

/**
 * Carries out a plan; resolves when the last fault is over and everything is up again.
 * @param startMs of the run, epoch milliseconds
 */
export async function carryOut(
  installation: Installation,
  plan: readonly PlannedFault[],
  startMs: number,
  say: (line: string) => void,
): Promise<DoneFaults> {
  const done: DoneFaults = new Map();
  const one = async ({ fault, fromMs, forMs }: PlannedFault): Promise<void> => {
    await wait(Math.max(0, startMs + fromMs - Date.now()));
    const words = describeFault(fault);
    if (fault.kind === 'full disk' && !installation.disks.has(fault.target)) {
      say(`${words}: left out, as nobody may mount a file system here`);
      return;
    }
    say(`${(fromMs / 1000).toFixed(0)} s: ${words} for ${(forMs / 1000).toFixed(1)} s`);
    const beganMs = Date.now();
    await harm(installation, fault, forMs);
    const overMs = Date.now() - beganMs - forMs;
    if (overMs > 5000)
      say(`  ${words} at ${fromMs / 1000} s took ${(overMs / 1000).toFixed(1)} s more`);
    done.set(words, (done.get(words) ?? 0) + 1);
  };
  const all = await Promise.allSettled(plan.map(one));
  const failed = all.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return done;
}
