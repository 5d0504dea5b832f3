/** Sends what waits, each report once: every try carries the same keys, so an answer that was lost does no harm. */
import type { Evidence } from '../../services/contracts/evidence.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { Session } from '../../services/contracts/http.ts';
import { sendPicture } from '../api/pictures.ts';
import { Refusal } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { countNonces, type QueuedPhoto, type QueuedReport, reportsOf, saveNonces, saveReport } from './store.ts';

/** What a person may photograph between two places with network. */
const noncesKept = 12;

export type Line = 'idle' | 'sending' | 'offline' | 'signed_out';

const upload = async (photo: QueuedPhoto, { report }: QueuedReport): Promise<string> => {
  const { key, nonce, capturedAt, place } = photo;
  const file = new Blob([photo.bytes ?? new ArrayBuffer(0)], { type: photo.type });
  const fields = { key, nonce, capturedAt, place, school: report.school, stage: 'found', hazard: null } as const;
  const evidence: Evidence | null = await sendPicture({ ...fields, file, name: 'picture.jpg' });
  // An answer cut off in the middle is a lost one: asked again under the same key.
  if (evidence === null) throw new Refusal('network', 0);
  return evidence.id;
};

/** Sends one as far as it goes; what the server has is noted at once, so that the next try begins there. */
const sendOne = async (queued: QueuedReport): Promise<void> => {
  let report = queued;
  for (const photo of queued.photos) {
    if (photo.evidence !== null) continue;
    const evidence = await upload(photo, report);
    report = { ...report, photos: report.photos.map((each) => (each.key === photo.key ? { ...each, evidence, bytes: null } : each)) };
    await saveReport(report);
  }
  const photos = report.photos.map(({ evidence }) => evidence);
  const hazard = await request<Hazard | null>('/hazards', { method: 'POST', body: { ...report.report, photos } });
  if (hazard === null) throw new Refusal('network', 0);
  await saveReport({ ...report, state: 'sent', hazard: hazard.id });
};

/** Refused for good: sending it again would be refused again. Everything else is tried again later. */
const isFinal = ({ status }: Refusal): boolean => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

const sendAll = async (reports: readonly QueuedReport[]): Promise<Line> => {
  for (const report of reports) {
    try {
      await sendOne(report);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) return 'signed_out';
      if (!isFinal(error)) return 'offline';
      const kept = (await reportsOf(report.person)).find(({ key }) => key === report.key) ?? report;
      await saveReport({ ...kept, state: 'refused', refusal: error.code });
    }
  }
  return 'idle';
};

/** Whose session the server sees; null = nobody's. */
const askWho = async (): Promise<string | null> => {
  try {
    return (await request<Session>('/session')).person.id;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) return null;
    throw error;
  }
};

/** Sends what waits of this person, if the session is theirs; never in the name of another. */
export const sendWaiting = async (person: string): Promise<Line> => {
  const waiting = (await reportsOf(person)).filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return 'idle';
  try {
    return (await askWho()) === person ? await sendAll(waiting) : 'signed_out';
  } catch (error) {
    if (error instanceof Refusal) return 'offline';
    throw error;
  }
};

/** Fetches nonces ahead: a picture taken without network still proves that it was taken in the app. */
export const fetchNonces = async (person: string): Promise<void> => {
  const lacking = noncesKept - (await countNonces(person));
  if (lacking < noncesKept / 2) return;
  try {
    const { items } = await request<{ items: { nonce: string; expiresAt: number }[] }>('/captures', {
      method: 'POST',
      body: { count: lacking },
    });
    await saveNonces(items.map((item) => ({ ...item, person })));
  } catch (error) {
    // Without nonces a picture is doubted, not refused.
    if (!(error instanceof Refusal)) throw error;
  }
};
