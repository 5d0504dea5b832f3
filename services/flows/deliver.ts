/** Moments that need the outside world: a camera's picture is fetched, an old one is forgotten. */
import type { Evidence } from '../contracts/evidence.ts';
import { askAgainAt } from '../core/evidence/retention.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow } from '../ports.ts';
import { pictureFetched } from './evidence.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** What a fetch of a picture comes to. */
export type Fetched =
  | { readonly ok: true; readonly value: { readonly file: string; readonly sha256: string; readonly takenAt: number } }
  | { readonly ok: false; readonly code: string };

export interface Outside {
  fetchPicture(url: string): Promise<Fetched>;
  /** The picture's file and all it is recognised by. */
  forgetPicture(evidence: string, file: string | null): Promise<void>;
}

const fetchDue = async (service: Service, outside: Outside, row: DueRow): Promise<void> => {
  const wanted = JSON.parse(row.subject) as { evidence: string; url: string };
  const evidence = service.facts.get('evidence', wanted.evidence);
  if (evidence?.state !== 'pending') return drop(service, row);
  const fetched = await outside.fetchPicture(wanted.url);
  // Erased by law while the camera was asked: what it sent is not kept.
  if (service.facts.get('evidence', wanted.evidence)?.state !== 'pending') {
    if (fetched.ok) await outside.forgetPicture(wanted.evidence, fetched.value.file);
    return drop(service, row);
  }
  const turn = newTurn(service.clock.now());
  const next: Evidence = fetched.ok
    ? { ...evidence, state: 'stored', sha256: fetched.value.sha256, takenAt: fetched.value.takenAt, file: fetched.value.file }
    : { ...evidence, state: 'failed', reason: fetched.code };
  pictureFetched(service, turn, next);
  service.commit(turn);
};

const forgetDue = async (service: Service, outside: Outside, row: DueRow): Promise<void> => {
  const evidence = service.facts.get('evidence', row.subject);
  if (!evidence || evidence.state === 'deleted') return drop(service, row);
  const hazard = evidence.hazard === null ? null : service.facts.get('hazard', evidence.hazard);
  const later = askAgainAt(evidence, hazard, service.policies.hazardEvidenceYears, service.clock.now());
  if (later !== null) return moved(service, row, evidence, later);
  await outside.forgetPicture(evidence.id, evidence.file);
  const turn = newTurn(service.clock.now());
  // As it stands now: it may have been erased by law meanwhile.
  turn.put.evidence.set(evidence.id, { ...(service.facts.get('evidence', evidence.id) ?? evidence), state: 'deleted', file: null });
  turn.due.set(row.key, null);
  audit(turn, {
    actor: 'system',
    act: 'evidence.deleted',
    subject: evidence.hazard === null ? 'alarm' : 'hazard',
    subjectId: evidence.hazard ?? evidence.alarm ?? evidence.id,
    school: evidence.school,
    detail: { evidence: evidence.id },
  });
  service.commit(turn);
};

/** Its hazard is open yet, or not closed for long enough. */
const moved = (service: Service, row: DueRow, evidence: Evidence, deleteAt: number): void => {
  const turn = newTurn(service.clock.now());
  turn.put.evidence.set(evidence.id, { ...evidence, deleteAt });
  turn.due.set(row.key, { ...row, dueAt: deleteAt });
  service.commit(turn);
};

const drop = (service: Service, row: DueRow): void => {
  const turn = newTurn(service.clock.now());
  turn.due.set(row.key, null);
  service.commit(turn);
};

const deliveries: Readonly<Record<string, (service: Service, outside: Outside, row: DueRow) => Promise<void>>> = {
  fetch: fetchDue,
  forget: forgetDue,
};

/** Deliveries under way at once: a storm must not ask every camera in the same moment. */
const atOnce = 8;

/** Carries out the moments `tick` handed back; each at most once at a time. */
export const createDeliver = (service: Service, outside: Outside, onError: (row: DueRow, error: unknown) => void) => {
  const underWay = new Set<string>();
  return async (rows: readonly DueRow[]): Promise<void> => {
    const fresh = rows.filter((row) => !underWay.has(row.key)).slice(0, Math.max(0, atOnce - underWay.size));
    await Promise.all(
      fresh.map(async (row) => {
        underWay.add(row.key);
        try {
          await (deliveries[row.kind] ?? (async () => drop(service, row)))(service, outside, row);
        } catch (error) {
          onError(row, error);
        } finally {
          underWay.delete(row.key);
        }
      }),
    );
  };
};
