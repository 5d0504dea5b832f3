/** What a person at the terminal sees while a simulation runs, and at its end. */
import type { Progress, Verdict } from './player.ts';

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  return `${days > 0 ? `${days}d ` : ''}${pad(Math.floor(seconds / 3600) % 24)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
};

export const progressLine = (progress: Progress, durationMs: number): string => {
  const whole = Number.isFinite(durationMs) ? ` / ${clock(durationMs)}` : '';
  const { sent, acked, rate, connected, identities } = progress;
  return `${clock(progress.simMs)}${whole} · sent ${sent} · acknowledged ${acked} · ${rate.toFixed(0)}/s · ${connected}/${identities} connected`;
};

/** One line that renews itself on a terminal; a line now and then elsewhere. */
export const showProgress = (durationMs: number, quietEvery = 10): ((progress: Progress) => void) => {
  let reports = 0;
  return (progress) => {
    const line = progressLine(progress, durationMs);
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    else if (reports++ % quietEvery === 0) process.stderr.write(`${line}\n`);
  };
};

/** All of the script was played, or it was stopped by hand, and nothing remained unacknowledged. */
export const isGood = (verdict: Verdict): boolean => verdict.unacknowledged === 0 && (verdict.finished || verdict.stopped);

export const verdictLines = (verdict: Verdict): string[] => {
  const { unacknowledged, finished, stopped, sent, acked, identities, elapsedMs, problems } = verdict;
  const outcome =
    unacknowledged > 0
      ? `${unacknowledged} NOT acknowledged`
      : finished
        ? 'all acknowledged'
        : stopped
          ? 'stopped, all acknowledged so far'
          : 'GIVEN UP';
  return [
    `${outcome}: sent ${sent}, acknowledged ${acked}, ${identities} identities, ${(elapsedMs / 1000).toFixed(1)} s`,
    ...problems.slice(0, 10).map((problem) => `  ${problem}`),
    ...(problems.length > 10 ? [`  … and ${problems.length - 10} more`] : []),
  ];
};
