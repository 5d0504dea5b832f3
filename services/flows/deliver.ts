/** Moments that need the outside world: a camera's picture is fetched, an old one is forgotten. */
import type { Evidence } from '../contracts/evidence.ts';
import { askAgainAt } from '../core/evidence/retention.ts';
import { newTurn } from '../core/turn.ts';
import type { DueRow, Outgoing } from '../ports.ts';
import type { CapOutside } from './cap.ts';
import { capDue, capSendDue } from './cap.ts';
import { pictureFetched } from './evidence.ts';
import type { Reach } from './reach.ts';
import { reachDue } from './reach.ts';
import type { CallOutside } from './send-call.ts';
import { beginCalls, callKinds, createSettling, isCallMoment, sendCall } from './send-call.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';
import { sirenDue } from './sirens.ts';

/** What a fetch of a picture comes to. */
export type Fetched =
  | { readonly ok: true; readonly value: { readonly file: string; readonly sha256: string; readonly takenAt: number } }
  | { readonly ok: false; readonly code: string };

export interface Outside extends Reach, CapOutside, CallOutside {
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
  reach: reachDue,
  cap: capDue,
  cap_send: capSendDue,
  siren: sirenDue,
};

/** Deliveries under way at once, by kind: a storm must not ask every camera in the same moment, nor cameras keep people from being called. */
const usuallyAtOnce = 8;
const atOnce: Readonly<Record<string, number>> = { reach: 500, cap_send: 100, first_call: 64, call: 32, siren: 500 };

const kinds = [...Object.keys(deliveries), ...callKinds];

/** What has come and needs the world outside, kind by kind: a backlog of one kind hides nothing of another. */
export const dueOutside = (service: Service, at: number, momentsInside: readonly string[]): DueRow[] => [
  ...kinds.flatMap((kind) => service.facts.due(at, 2 * (atOnce[kind] ?? usuallyAtOnce), { these: true, kinds: [kind] })),
  ...service.facts.due(at, usuallyAtOnce, { these: false, kinds: [...kinds, ...momentsInside] }),
];

/** Carries out the moments `tick` handed back; each at most once at a time. */
export const createDeliver = (service: Service, outside: Outside, onError: (row: DueRow, error: unknown) => void) => {
  const settle = createSettling(service);
  const underWay = new Set<string>();
  const busy = new Map<string, number>();
  const admits = ({ key, kind }: DueRow): boolean => {
    const now = busy.get(kind) ?? 0;
    if (underWay.has(key) || now >= (atOnce[kind] ?? usuallyAtOnce)) return false;
    busy.set(kind, now + 1);
    return true;
  };
  const alone = async (row: DueRow, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onError(row, error);
    } finally {
      underWay.delete(row.key);
      busy.set(row.kind, (busy.get(row.kind) ?? 1) - 1);
    }
  };
  /** Calls that leave together are marked together: one transaction, however many they are. */
  const leaving = (rows: readonly DueRow[]): ReadonlyMap<string, Outgoing> => {
    try {
      return new Map(beginCalls(service, outside, rows).map((outgoing) => [outgoing.id, outgoing]));
    } catch (error) {
      for (const row of rows) onError(row, error);
      return new Map();
    }
  };
  return async (rows: readonly DueRow[]): Promise<void> => {
    const fresh = rows.filter(admits);
    for (const row of fresh) underWay.add(row.key);
    const outgoing = leaving(fresh.filter(isCallMoment));
    await Promise.all(
      fresh.map((row) =>
        alone(row, async () => {
          if (!isCallMoment(row)) return (deliveries[row.kind] ?? (async () => drop(service, row)))(service, outside, row);
          const call = outgoing.get(row.subject);
          if (call) await settle(await sendCall(outside, call));
        }),
      ),
    );
  };
};
