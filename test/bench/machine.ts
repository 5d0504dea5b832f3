/** The state of the machine a figure was measured on; a figure without it proves nothing. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fixed, quantile } from './table.ts';

interface Busy {
  /** Milliseconds all cores worked since the start. */
  readonly busyMs: number;
  readonly at: number;
}

const busyNow = (): Busy => ({
  busyMs: os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0),
  at: performance.now(),
});

/** CPU a process has used, milliseconds; null where the system does not say (anything but Linux). */
const usedBy = (pid: number): number | null => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    // proc(5): utime and stime are fields 14 and 15, in ticks of 10 ms.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
};

export interface CpuShare {
  /** Percent of one core. */
  readonly process: number | null;
  readonly others: number | null;
}

/** CPU of one process, and of everything that is neither it nor this process, until the answer is called. */
export const watchCpu = (pid: number): (() => CpuShare) => {
  const before = { all: busyNow(), process: usedBy(pid), own: process.cpuUsage() };
  return () => {
    const elapsed = performance.now() - before.all.at;
    const now = usedBy(pid);
    if (before.process === null || now === null) return { process: null, others: null };
    const own = process.cpuUsage(before.own);
    const used = now - before.process;
    const others = busyNow().busyMs - before.all.busyMs - used - (own.user + own.system) / 1000;
    return { process: (100 * used) / elapsed, others: Math.max(0, (100 * others) / elapsed) };
  };
};

/** fdatasync of one 4 KiB append at a time, spaced as commits are: p50 and p99 in milliseconds. */
const syncTimes = (folder: string, times = 100): number[] => {
  const probe = mkdtempSync(join(folder, 'sync-'));
  const file = openSync(join(probe, 'probe'), 'w');
  const block = Buffer.alloc(4096, 1);
  const taken = Array.from({ length: times }, () => {
    writeSync(file, block);
    const started = performance.now();
    fdatasyncSync(file);
    return performance.now() - started;
  });
  closeSync(file);
  rmSync(probe, { recursive: true });
  return taken;
};

export const describeMachine = (folder: string): string => {
  const cores = os.cpus();
  const syncs = syncTimes(folder);
  const [one = 0, five = 0] = os.loadavg();
  return [
    `machine: ${cores.length} × ${cores[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()} ${os.release()}, Node ${process.versions.node}`,
    `state: load ${fixed(one)} (1 min) ${fixed(five)} (5 min), ${Math.round(os.freemem() / 2 ** 20)} MiB free, fdatasync p50 ${fixed(quantile(syncs, 0.5))} ms, p99 ${fixed(quantile(syncs, 0.99))} ms in ${folder}`,
  ].join('\n');
};
