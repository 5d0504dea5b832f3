/**
 * The demo county's year: every step is taken through the same doors as in real use, under a clock turned by hand, so
 * each rule was obeyed, each document numbered and each entry chained. The same start gives the same year.
 */
import type { EvidenceStage, Place } from './contracts/evidence.ts';
import type { Hazard } from './contracts/hazard.ts';
import type { Person } from './contracts/place.ts';
import { dayMs } from './core/calendar.ts';
import { newTurn } from './core/turn.ts';
import type { FoundBy } from './demo-cases.ts';
import { dutiesOfYear } from './demo-duties.ts';
import { dutyRoomOfYear } from './demo-duty-room.ts';
import { incidentsOfYear } from './demo-incidents.ts';
import { picture, pictureSize } from './demo-pictures.ts';
import type { Case } from './demo-plan.ts';
import { historyDays, nextAt, plannedCases } from './demo-plan.ts';
import { risksOfYear } from './demo-risks.ts';
import type { Happening, Scene, Stage } from './demo-stage.ts';
import { hourMs } from './demo-stage.ts';
import type { Actor, Result } from './ports.ts';

export interface HistoryOutcome {
  readonly cases: number;
  readonly pictures: number;
  /** Steps that were not taken; there should be none. */
  readonly refused: readonly string[];
}

/** Pictures that are older were compared with others long ago: it would take most of the first start to do it again. */
const comparedForDays = 2;
/** Older messages were read. */
const unreadForDays = 4;

const actorOf = ({ id, name, role, org }: Person): Actor => ({ id, name, role, org });

class Year {
  readonly refused: string[] = [];
  pictures = 0;
  private readonly stage: Stage;
  private readonly now: number;
  private at = 0;
  /** The picture of the one case that sends one twice. */
  private sentAgain: Uint8Array | null = null;

  constructor(stage: Stage, now: number) {
    this.stage = stage;
    this.now = now;
  }

  /** Moves the clock on, stopping at every moment that falls due on the way. */
  turnTo(at: number): void {
    const { facts, tick, turnClock } = this.stage;
    for (let due = facts.due(at, 1)[0]; due && due.dueAt > this.at; due = facts.due(at, 1)[0]) {
      this.at = due.dueAt;
      turnClock(due.dueAt);
      tick();
    }
    this.at = Math.max(at, this.at);
    turnClock(this.at);
  }

  /** The stage for those who do other things than cases. */
  scene(): Scene {
    const { stage, now, refused } = this;
    const actor = (id: string): Actor => {
      const person = stage.world().people.get(id);
      if (!person) throw new Error(`the demo county has no ${id}`);
      return actorOf(person);
    };
    const taken = <T>(what: string, outcome: Result<T>): T | null => {
      if (outcome.ok) return outcome.value;
      refused.push(`${what}: ${outcome.code} (${outcome.detail})`);
      return null;
    };
    return { ...stage, now, actor, taken };
  }

  /** A case from now on: found, then step by step. */
  livesOn(one: Case, from: number): Happening {
    const happening: Happening = {
      at: from,
      live: async () => {
        const { at } = happening;
        if (one.hazard === null) await this.find(one);
        else await this.step(one);
        return one.hazard === null ? null : nextAt(one, at);
      },
    };
    return happening;
  }

  private person(one: Case, who: FoundBy): Person {
    const people = [...this.stage.world().people.values()];
    const atSchool = (role: string) => people.find((person) => person.org === one.school && person.role === role);
    const atBureau = (role: string) => people.find((person) => person.role === role);
    const found = who.startsWith('bureau-')
      ? atBureau(who)
      : who === 'finder'
        ? atSchool('duty-officer')
        : who === 'mender'
          ? (atSchool('repairer') ?? atSchool('safety-officer'))
          : (atSchool(who) ?? atSchool('duty-officer'));
    if (!found) throw new Error(`the demo county has no ${who} for ${one.school}`);
    return found;
  }

  private async photograph(one: Case, stage: EvidenceStage, by: Person | null): Promise<string | null> {
    const { acts, world } = this.stage;
    this.pictures += 1;
    const bytes = (one.reuses ? this.sentAgain : null) ?? (await picture(stage, one.random));
    if (one.reuses) this.sentAgain = bytes;
    const campus = world().orgs.get(one.school)?.location;
    const place = campus
      ? { latitude: campus.latitude + (one.random() - 0.5) * 4e-4, longitude: campus.longitude, accuracyMetres: 12 }
      : null;
    if (this.at < this.now - comparedForDays * dayMs) return this.keepOld(one, stage, by?.id ?? 'public', bytes, place);
    const nonce = by === null ? undefined : acts.newCaptures(actorOf(by), 1)[0]?.nonce;
    const sent = await acts.addEvidence(
      by?.id ?? 'public',
      {
        key: `${one.key}-${one.next}-${stage}`,
        school: one.school,
        stage,
        capturedAt: this.at,
        ...place,
        ...(one.hazard === null ? {} : { hazard: one.hazard }),
        ...(nonce === undefined ? {} : { nonce }),
      },
      bytes,
    );
    return sent.ok ? sent.value.id : this.note(one, `picture ${stage}`, sent);
  }

  private keepOld(one: Case, stage: EvidenceStage, by: string, bytes: Uint8Array, place: Place | null): string {
    const { file, sha256 } = this.stage.keepPicture(bytes, this.at);
    const original = { sha256, bytes: bytes.length, type: 'image/jpeg', ...pictureSize };
    const id = `evi-${one.key}-${one.next}-${stage}`;
    const turn = newTurn(this.at);
    const capture = {
      by,
      uploadedAt: this.at,
      capturedAt: this.at,
      place,
      nonceAt: by === 'public' ? null : this.at - 60_000,
      exifAt: null,
      original,
    };
    turn.put.evidence.set(id, {
      id,
      school: one.school,
      alarm: null,
      hazard: null,
      stage,
      camera: null,
      state: 'stored',
      reason: null,
      takenAt: this.at,
      sha256,
      file,
      capture,
      flags: [],
      flagged: false,
      deleteAt: this.now + historyDays * dayMs,
    });
    this.stage.commit(turn);
    return id;
  }

  private note(one: Case, what: string, refusal: Extract<Result<never>, { ok: false }>): null {
    this.refused.push(`${one.key} ${what}: ${refusal.code} (${refusal.detail})`);
    one.next = one.steps.length;
    return null;
  }

  private async find(one: Case): Promise<void> {
    const { acts } = this.stage;
    const by = one.foundBy === 'public' ? null : this.person(one, one.foundBy);
    const photo = one.draft ? null : await this.photograph(one, 'found', by);
    if (photo === null && !one.draft) return;
    const { finding, school, space } = one;
    const found = {
      key: one.key,
      school,
      space,
      category: finding.category,
      description: finding.text,
      photos: photo === null ? [] : [photo],
    };
    const done =
      by === null
        ? acts.reportByPublic({ ...found, contact: null })
        : acts.reportHazard(actorOf(by), { ...found, origin: 'patrol', criteria: [], place: null });
    if (done.ok) one.hazard = done.value.id;
    else this.note(one, 'report', done);
  }

  private async step(one: Case): Promise<void> {
    const { facts, acts } = this.stage;
    const step = one.steps[one.next];
    const hazard = one.hazard === null ? null : facts.get('hazard', one.hazard);
    if (!step || !hazard) return;
    const by = this.person(one, step.by);
    if (step.action === 'deliver') this.deliver(one, hazard, by);
    else {
      const photos: Record<string, string[]> = {};
      for (const [field, stage] of Object.entries(step.photos ?? {})) {
        const known = field === 'photos_before' ? this.pictureFound(hazard.id) : undefined;
        const taken = known ?? (await this.photograph(one, stage, by));
        if (taken === null) return;
        photos[field] = [taken];
      }
      const people = { mender: this.person(one, 'mender').id, watcher: this.person(one, 'grid-person').id };
      const form = step.form?.({ at: this.at, hazard, finding: one.finding, ...people }) ?? {};
      const done = acts.onHazard(actorOf(by), hazard.id, { action: step.action, ...form, ...photos }, null);
      if (!done.ok) this.note(one, step.action, done);
    }
    one.next += 1;
  }

  private pictureFound(hazard: string): string | undefined {
    const pictures = this.stage.facts.list('evidence', { where: { hazard }, schools: null, limit: 50 }).items;
    return pictures.find(({ stage }) => stage === 'found')?.id;
  }

  private deliver(one: Case, hazard: Hazard, by: Person): void {
    const { facts, acts } = this.stage;
    const documents = facts.list('document', { where: { hazard: hazard.id }, schools: null, limit: 50 }).items;
    for (const { id, deliveredAt } of documents) {
      if (deliveredAt !== null) continue;
      const done = acts.onDelivery(actorOf(by), id, { opinion: '已阅，立即安排整改，按期报告', signature: { typed: by.name } }, null);
      if (!done.ok) this.note(one, 'deliver', done);
    }
  }

  /** What was told more than a few days ago was read by then. */
  readOldMessages(): void {
    const { facts, commit } = this.stage;
    const { now } = this;
    const turn = newTurn(now);
    for (let cursor: string | undefined; ; ) {
      const page = facts.list('inboxItem', { schools: null, limit: 500, cursor });
      for (const item of page.items)
        if (item.at < now - unreadForDays * dayMs) turn.put.inboxItem.set(item.id, { ...item, readAt: item.at + 5 * hourMs });
      if (page.next === null) break;
      cursor = page.next;
    }
    commit(turn);
    this.turnTo(now);
  }
}

/** Lives the year that ends `now`. */
export const liveYear = async (stage: Stage, now: number): Promise<HistoryOutcome> => {
  const year = new Year(stage, now);
  const cases = plannedCases(stage.world(), now);
  const scene = year.scene();
  const waiting: Happening[] = cases.map((one) => year.livesOn(one, one.foundAt));
  const fires = incidentsOfYear(scene, (one, at) => waiting.push(year.livesOn(one, nextAt(one, at) ?? at)));
  waiting.push(
    ...fires,
    ...dutiesOfYear(scene, now - historyDays * dayMs),
    ...dutyRoomOfYear(scene, now - historyDays * dayMs),
    ...risksOfYear(scene),
  );
  for (;;) {
    waiting.sort((a, b) => b.at - a.at);
    const first = waiting.pop();
    if (!first || first.at > now) break;
    year.turnTo(first.at);
    const then = await first.live();
    if (then === null) continue;
    first.at = then;
    waiting.push(first);
  }
  year.readOldMessages();
  return { cases: cases.length, pictures: year.pictures, refused: year.refused };
};
