/** The reports of the person at this phone, and how the sending stands; one for all pages and tabs. */
import { useEffect, useSyncExternalStore } from 'react';
import { type Line, sendWaiting } from './send.ts';
import { deleteReport, type QueuedReport, reportsOf, saveReport } from './store.ts';

/** While something waits it is tried again this often: the browser's word that there is network is not always true. */
const tryAgainMs = 20_000;
/** What was sent is shown for so long. */
const sentShownMs = 7 * 24 * 3_600_000;

interface Outbox {
  readonly person: string | null;
  readonly reports: readonly QueuedReport[];
  readonly line: Line;
}

const listeners = new Set<() => void>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('campus-watch.outbox') : null;
let outbox: Outbox = { person: null, reports: [], line: 'idle' };

const set = (next: Outbox): void => {
  outbox = next;
  for (const listener of listeners) listener();
};

const reread = async (person: string, line: Line = outbox.line): Promise<void> => {
  const reports = await reportsOf(person);
  if (outbox.person === person) set({ person, reports, line });
};

/** One tab sends at a time; where locks are not known, the keys alone keep it to one report. */
const alone = (work: () => Promise<void>): Promise<void> =>
  'locks' in navigator
    ? navigator.locks.request('campus-watch.outbox', { ifAvailable: true }, async (lock) => (lock === null ? undefined : work()))
    : work();

let sending = false;
let askedAgain = false;

/** Sends what waits. Asked while it sends, it looks once more afterwards. */
export const sendNow = async (person: string): Promise<void> => {
  askedAgain = sending;
  if (sending) return;
  sending = true;
  try {
    await alone(async () => {
      if (outbox.reports.some(({ state }) => state === 'waiting')) await reread(person, 'sending');
      const line = await sendWaiting(person);
      await reread(person, line);
      channel?.postMessage(null);
    });
  } finally {
    sending = false;
  }
  if (askedAgain) await sendNow(person);
};

const dropOld = async (person: string): Promise<void> => {
  const old = (await reportsOf(person)).filter(({ state, at }) => state === 'sent' && at < Date.now() - sentShownMs);
  for (const { key } of old) await deleteReport(key);
};

/** Begins to look after the reports of this person; answers how to stop. */
export const openOutbox = (person: string): (() => void) => {
  if (outbox.person !== person) set({ person, reports: [], line: 'idle' });
  const send = (): void => void sendNow(person);
  const seen = (): void => {
    if (!document.hidden) send();
  };
  const changed = (): void => void reread(person);
  addEventListener('online', send);
  document.addEventListener('visibilitychange', seen);
  channel?.addEventListener('message', changed);
  const timer = setInterval(() => {
    if (outbox.reports.some(({ state }) => state === 'waiting')) send();
  }, tryAgainMs);
  void dropOld(person)
    .then(() => reread(person))
    .then(send);
  return () => {
    removeEventListener('online', send);
    document.removeEventListener('visibilitychange', seen);
    channel?.removeEventListener('message', changed);
    clearInterval(timer);
  };
};

/** Durable when the promise is kept: a page closed after that loses nothing. */
export const queueReport = async (report: QueuedReport): Promise<void> => {
  await saveReport(report);
  // The browser is asked not to clear it when the phone is full; it may refuse.
  void navigator.storage?.persist?.();
  await reread(report.person);
  void sendNow(report.person);
};

export const discardReport = async ({ key, person }: QueuedReport): Promise<void> => {
  await deleteReport(key);
  await reread(person);
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Reports of this person; empty for anybody else. */
export const useOutbox = (person: string | null): Outbox => {
  useEffect(() => (person === null ? undefined : openOutbox(person)), [person]);
  const current = useSyncExternalStore(subscribe, () => outbox);
  return current.person === person ? current : { person, reports: [], line: 'idle' };
};
