/** A county above the school of `openHouse`, with people of every role, and pictures they took. */
import type { Evidence, EvidenceStage } from '../../services/contracts/evidence.ts';
import type { Org, Person } from '../../services/contracts/place.ts';
import type { Post } from '../../services/contracts/responsibility.ts';
import { roles } from '../../services/contracts/values.ts';
import { newTurn } from '../../services/core/turn.ts';
import type { Actor } from '../../services/ports.ts';
import type { House } from './harness.ts';

export const fence = { latitude: 36.6, longitude: 118.5, radiusMetres: 200 };

/** Person ids are their roles; the school's second head is `party`. */
export const actorOf = (house: House, id: string): Actor => {
  const person = house.store.world().people.get(id);
  if (!person) throw new Error(`nobody is ${id}`);
  return { id, name: person.name, role: person.role, org: person.org };
};

export const settle = (house: House): void => {
  const turn = newTurn(house.now);
  const world = house.store.world();
  const county: Org = {
    id: 'county',
    kind: 'bureau',
    parent: null,
    name: '青石县教体局',
    schoolKind: null,
    ownership: null,
    location: null,
  };
  const school = world.orgs.get('s1');
  if (!school) throw new Error('no school');
  const people: Person[] = roles.map((role) => ({
    id: role,
    name: `名${role}`,
    role,
    org: role.startsWith('bureau') ? 'county' : 's1',
    phone: null,
    active: true,
  }));
  people.push({ id: 'party', name: '书记', role: 'principal', org: 's1', phone: null, active: true });
  const post = (id: string, headship: Post['headship'], holder: string): Post => ({
    id,
    version: 1,
    org: 's1',
    title: id,
    headship,
    holders: [holder],
    businessDuty: '主持工作',
    sheet: null,
  });
  for (const org of [county, { ...school, parent: 'county', location: fence }]) {
    world.orgs.set(org.id, org);
    turn.put.org.set(org.id, org);
  }
  for (const person of people) {
    world.people.set(person.id, person);
    turn.put.person.set(person.id, person);
  }
  for (const each of [post('post-head', 'administration', 'principal'), post('post-party', 'party', 'party')]) {
    world.posts.set(each.id, each);
    turn.put.post.set(each.id, each);
  }
  house.store.commit(turn);
};

let pictures = 0;

/** A stored picture of this stage, taken by this person on site unless said otherwise; answers its id. */
export const takePicture = (house: House, by: string, stage: EvidenceStage, more: { readonly away?: boolean } = {}): string => {
  pictures += 1;
  const id = `evi-${pictures}`;
  const turn = newTurn(house.now);
  const evidence: Evidence = {
    id,
    school: 's1',
    alarm: null,
    hazard: null,
    stage,
    camera: null,
    state: 'stored',
    reason: null,
    takenAt: house.now,
    sha256: String(pictures),
    file: `2026-11/${pictures}.jpg`,
    capture: {
      by,
      uploadedAt: house.now,
      capturedAt: house.now,
      place: { latitude: fence.latitude + (more.away ? 1 : 0), longitude: fence.longitude, accuracyMetres: 8 },
      nonceAt: house.now,
      exifAt: null,
      original: { sha256: String(pictures), bytes: 9, type: 'image/jpeg', width: 9, height: 9 },
    },
    flags: [],
    flagged: false,
    deleteAt: house.now + 1e12,
  };
  turn.put.evidence.set(id, evidence);
  house.store.commit(turn);
  return id;
};
