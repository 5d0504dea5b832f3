/** A picture is sent: looked at, kept, bound to where it belongs, and doubted where there is reason to. */
import { createHash } from 'node:crypto';
import type { SeenPicture } from '../acts/evidence.ts';
import type { Capture, Evidence, UploadFields } from '../contracts/evidence.ts';
import type { Hazard } from '../contracts/hazard.ts';
import type { Twin } from '../core/evidence/flags.ts';
import { flagsOf, isElsewhere, isOpen, publicUploader } from '../core/evidence/flags.ts';
import { keptAtLeastUntil } from '../core/evidence/retention.ts';
import type { Turn } from '../core/turn.ts';
import { newTurn } from '../core/turn.ts';
import type { Result } from '../ports.ts';
import { openFinding } from './findings.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

const dayMs = 24 * 3600_000;

/** The same key of the same person at the same school is the same picture, sent again after a lost answer. */
export const evidenceId = (by: string, { school, key }: Pick<UploadFields, 'school' | 'key'>): string =>
  `evi-${createHash('sha256')
    .update(JSON.stringify([by, school, key]))
    .digest('hex')
    .slice(0, 24)}`;

const placeOf = ({ latitude, longitude, accuracyMetres }: UploadFields): Capture['place'] =>
  latitude === undefined || longitude === undefined ? null : { latitude, longitude, accuracyMetres: accuracyMetres ?? 0 };

const captureOf = (service: Service, by: string, fields: UploadFields, seen: SeenPicture, now: number): Capture => ({
  by,
  uploadedAt: now,
  capturedAt: fields.capturedAt ?? null,
  place: placeOf(fields),
  nonceAt: fields.nonce === undefined ? null : service.pictures.nonceGivenAt(by, fields.nonce),
  exifAt: seen.exifAt,
  original: seen.original,
});

/** What is kept and resembles it; camera pictures of alarms are fetched, not sent, and are not among them. */
const twinsOf = (service: Service, seen: SeenPicture): Twin[] => {
  const known = (id: string): Evidence[] => {
    const other = service.facts.get('evidence', id);
    return other?.state === 'stored' ? [other] : [];
  };
  return [
    ...seen.sameFile.flatMap((id) => known(id).map((other) => ({ other, likeness: null }))),
    ...seen.alike.flatMap(({ id, likeness }) => known(id).map((other) => ({ other, likeness }))),
  ];
};

/** A picture that is shown at two schools is asked about at once (domain A3 #58). */
export const questionElsewhere = (service: Service, turn: Turn, evidence: Evidence): void => {
  const shared = evidence.flags.filter((flag) => isElsewhere(flag) && isOpen(flag));
  if (evidence.school === null || shared.length === 0) return;
  openFinding(service, turn, {
    school: evidence.school,
    kind: 'fake_evidence',
    subject: 'evidence',
    subjectId: evidence.id,
    reason: 'picture_of_another_school',
    facts: { pictures: String(shared.length), ...(evidence.hazard === null ? {} : { hazard: evidence.hazard }) },
    evidence: [evidence.id, ...shared.flatMap(({ other }) => other ?? [])].map((id) => `evidence:${id}`),
  });
};

const keep = (service: Service, by: string, fields: UploadFields, hazard: Hazard | null, id: string, seen: SeenPicture): Evidence => {
  const turn = newTurn(service.clock.now());
  const capture = captureOf(service, by, fields, seen, turn.at);
  const usedBy = fields.nonce === undefined || capture.nonceAt === null ? id : service.pictures.useNonce(fields.nonce, id, turn.at);
  const flags = flagsOf(
    fields.school,
    {
      by,
      stage: fields.stage,
      capture,
      hazard,
      fence: service.world().orgs.get(fields.school)?.location ?? null,
      nonceUsedBy: usedBy === id ? null : usedBy,
      editor: seen.editor,
      screenshot: seen.screenshot,
    },
    twinsOf(service, seen),
  );
  const evidence: Evidence = {
    id,
    school: fields.school,
    alarm: null,
    hazard: hazard?.id ?? null,
    stage: fields.stage,
    camera: null,
    state: 'stored',
    reason: null,
    takenAt: capture.capturedAt ?? capture.exifAt,
    sha256: seen.sha256,
    file: seen.file,
    capture,
    flags,
    flagged: flags.some(isOpen),
    // Of a report that was never sent it is soon deleted; when it is bound the longer time begins.
    deleteAt:
      hazard === null ? turn.at + service.policies.evidenceDays * dayMs : keptAtLeastUntil(turn.at, service.policies.hazardEvidenceYears),
  };
  turn.put.evidence.set(id, evidence);
  turn.due.set(`forget:${id}`, { key: `forget:${id}`, kind: 'forget', dueAt: evidence.deleteAt, subject: id });
  audit(turn, {
    actor: by,
    act: 'evidence.added',
    subject: hazard === null ? 'evidence' : 'hazard',
    subjectId: hazard?.id ?? id,
    school: fields.school,
    detail: {
      evidence: id,
      stage: fields.stage,
      sha256: seen.sha256,
      original: seen.original.sha256,
      flags: flags.map(({ flag }) => flag),
    },
  });
  questionElsewhere(service, turn, evidence);
  service.commit(turn);
  return evidence;
};

const notFound = (detail: string): Result<never> => ({ ok: false, status: 404, code: 'not_found', detail });

/** Takes pictures; each key is worked on once, also when it comes twice at the same time. */
export const createUpload = (service: Service) => {
  const underWay = new Map<string, Promise<Result<Evidence>>>();
  const take = async (by: string, fields: UploadFields, bytes: Uint8Array, id: string): Promise<Result<Evidence>> => {
    const hazard = fields.hazard === undefined ? null : service.facts.get('hazard', fields.hazard);
    if (fields.hazard !== undefined && hazard?.school !== fields.school) return notFound(`no hazard ${fields.hazard} of this school`);
    if (service.world().orgs.get(fields.school)?.kind !== 'school') return notFound(`no school ${fields.school}`);
    const seen = await service.pictures.see(id, bytes);
    return seen.ok ? { ok: true, value: keep(service, by, fields, hazard, id, seen.value) } : seen;
  };
  return async (by: string, given: UploadFields, bytes: Uint8Array): Promise<Result<Evidence>> => {
    // Whoever is not signed in reports something new and has no part in what is known.
    const { hazard: _, ...unbound } = given;
    const fields: UploadFields = by === publicUploader ? unbound : given;
    const id = evidenceId(by, fields);
    const before = service.facts.get('evidence', id);
    if (before) return { ok: true, value: before };
    const running = underWay.get(id);
    if (running) return running;
    const work = take(by, fields, bytes, id).finally(() => underWay.delete(id));
    underWay.set(id, work);
    return work;
  };
};
