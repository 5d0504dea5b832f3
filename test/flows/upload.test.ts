import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomOf } from '../../device-sim/random.ts';
import type { Evidence, UploadFields } from '../../services/contracts/evidence.ts';
import { newTurn } from '../../services/core/turn.ts';
import { bindEvidence } from '../../services/flows/bind-evidence.ts';
import { createDeliver } from '../../services/flows/deliver.ts';
import { evidenceActs } from '../../services/flows/evidence-acts.ts';
import { tick } from '../../services/flows/tick.ts';
import { hazardOf } from '../api/documents.ts';
import { recompressed } from '../bench/pictures/camera.ts';
import { photo, withExif } from '../media/photos.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { deafOutside } from './outside.ts';
import { actorOf, fence, settle } from './people.ts';

const dayMs = 24 * 3600_000;
const onSite = { latitude: fence.latitude, longitude: fence.longitude, accuracyMetres: 10 };

describe('a picture that somebody sends', { timeout: 60_000 }, () => {
  let house: House;
  let acts: ReturnType<typeof evidenceActs>;
  let sent = 0;
  beforeEach(() => {
    house = openHouse();
    settle(house);
    acts = evidenceActs(house.service);
  });
  afterEach(() => house.close());

  const nonceOf = (by: string): string => acts.newCaptures(actorOf(house, by), 1)[0]?.nonce ?? '';
  const fieldsOf = (more: Partial<UploadFields> = {}): UploadFields => ({
    key: `key-of-the-picture-${++sent}`,
    school: 's1',
    stage: 'found',
    ...more,
  });
  const send = async (by: string, bytes: Uint8Array, more: Partial<UploadFields> = {}): Promise<Evidence> => {
    const result = await acts.addEvidence(by, fieldsOf({ nonce: nonceOf(by), capturedAt: house.now, ...onSite, ...more }), bytes);
    if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
    return result.value;
  };
  const flagsOf = (evidence: Evidence | null): string[] => (evidence?.flags ?? []).map(({ flag }) => flag);
  const putHazard = (id: string, more: object = {}): void => {
    const turn = newTurn(house.now);
    turn.put.hazard.set(id, { ...hazardOf('s1', id), id, school: 's1', reportedAt: house.now, ...more });
    house.store.commit(turn);
  };
  const bind = (hazard: string, ids: string[], by: string): string => {
    const turn = newTurn(house.now);
    const outcome = bindEvidence(house.service, turn, hazard, ids, by, 's1');
    house.store.commit(turn);
    return outcome;
  };

  it('in the app, on site and at once, raises no doubt', async () => {
    const evidence = await send('teacher', await photo('honest'));
    expect(evidence).toMatchObject({
      school: 's1',
      hazard: null,
      stage: 'found',
      state: 'stored',
      flags: [],
      flagged: false,
      capture: { by: 'teacher', nonceAt: house.now },
    });
    expect(house.store.facts.timeline('evidence', evidence.id).map(({ act }) => act)).toEqual(['evidence.added']);
  });

  it('is one evidence however often the same key comes, also at once', async () => {
    const bytes = await photo('again');
    const fields = fieldsOf({ key: 'the-same-key-again-1' });
    const answers = await Promise.all([1, 2, 3].map(() => acts.addEvidence('teacher', fields, bytes)));
    const later = await acts.addEvidence('teacher', fields, await photo('something else'));
    const ids = [...answers, later].map((answer) => (answer.ok ? answer.value.id : answer.code));
    expect(new Set(ids).size).toBe(1);
    expect(house.store.facts.list('evidence', { schools: null, limit: 10 }).items).toHaveLength(1);
    const stranger = await acts.addEvidence('repairer', fields, await photo('of a stranger'));
    expect(stranger.ok && stranger.value.id).not.toBe(ids[0]);
  });

  it('is doubted without a proof of capture, a place, or with ones that do not fit', async () => {
    const nonce = nonceOf('teacher');
    expect(flagsOf(await send('teacher', await photo('a1'), { nonce }))).toEqual([]);
    expect(flagsOf(await send('teacher', await photo('a2'), { nonce }))).toEqual(['nonce_used']);
    expect(flagsOf(await send('repairer', await photo('a3'), { nonce }))).toEqual(['no_nonce']);
    const far = await send('teacher', await photo('a4'), { latitude: fence.latitude + 0.1, capturedAt: house.now - 3600_000 });
    expect(far.flags.map(({ flag, facts }) => [flag, facts['reason'] ?? facts['metres']])).toEqual([
      ['time_contradicts', 'before_nonce'],
      ['outside_fence', '11120'],
    ]);
    const old = nonceOf('teacher');
    house.now += 73 * 3600_000;
    expect(flagsOf(await send('teacher', await photo('a5'), { nonce: old, capturedAt: house.now + 3600_000 }))).toEqual([
      'nonce_expired',
      'time_contradicts',
    ]);
    const album = await acts.addEvidence(
      'teacher',
      fieldsOf(),
      await withExif(await photo('a6'), { taken: '2026:10:01 08:00:00', software: 'Snapseed 2.0' }),
    );
    expect(album.ok && flagsOf(album.value)).toEqual(['no_nonce', 'older_than_report', 'no_place', 'edited']);
    const open = await acts.addEvidence('public', fieldsOf({ hazard: 'haz-of-others' }), await photo('a7'));
    expect(open.ok && [flagsOf(open.value), open.value.hazard]).toEqual([[], null]);
  });

  it('is doubted when it was shown before; sent again for the same step it is not', async () => {
    const random = randomOf(9, 'upload');
    const bytes = await photo('leak');
    putHazard('haz-1');
    putHazard('haz-2');
    const found = await send('teacher', bytes, { hazard: 'haz-1' });
    expect(flagsOf(await send('teacher', await recompressed(bytes, random), { hazard: 'haz-1' }))).toEqual([]);
    const same = await send('repairer', bytes, { hazard: 'haz-2' });
    expect(same.flags[0]).toMatchObject({ flag: 'same_file', other: found.id, facts: { elsewhere: 'no' } });
    const after = await send('repairer', await recompressed(bytes, random), { hazard: 'haz-1', stage: 'after' });
    expect(flagsOf(after)).toContain('before_like_after');
    expect(flagsOf(await send('repairer', await photo('leak', true), { hazard: 'haz-1', stage: 'after' }))).toEqual([]);
  });

  it('bound to its report it is judged again: what is one report’s own is no fraud, unless after is before', async () => {
    const bytes = await photo('on the spot');
    const random = randomOf(10, 'upload');
    const first = await send('grid-person', bytes, { stage: 'before' });
    const retake = await send('grid-person', await recompressed(bytes, random), { stage: 'before' });
    const after = await send('grid-person', await recompressed(bytes, random), { stage: 'after' });
    expect([flagsOf(retake).length, flagsOf(after).length].every((count) => count > 0)).toBe(true);
    expect(bind('haz-3', [first.id], 'teacher')).toBe('unknown');
    putHazard('haz-3');
    expect(bind('haz-3', [first.id, retake.id, after.id], 'grid-person')).toBe('ok');
    const get = (id: string): Evidence | null => house.store.facts.get('evidence', id);
    expect(get(first.id)?.hazard).toBe('haz-3');
    expect(flagsOf(get(retake.id))).toEqual([]);
    expect(new Set(flagsOf(get(after.id)))).toEqual(new Set(['before_like_after']));
    putHazard('haz-4');
    expect(bind('haz-4', [first.id], 'grid-person')).toBe('unknown');
  });

  it('shown at two schools, or called fake by a person, is a question for the leaders', async () => {
    const turn = newTurn(house.now);
    const school = house.store.world().orgs.get('s1');
    if (!school) throw new Error('no school');
    const other = { ...school, id: 's2', location: null };
    house.store.world().orgs.set('s2', other);
    turn.put.org.set('s2', other);
    house.store.commit(turn);
    const bytes = await photo('travels');
    await send('teacher', bytes);
    const shown = await acts.addEvidence('bureau-inspector', fieldsOf({ school: 's2' }), bytes);
    if (!shown.ok) throw new Error(shown.code);
    const findings = () =>
      house.store.facts
        .list('finding', { schools: null, limit: 10 })
        .items.map(({ school: at, kind, reason, subjectId }) => [at, kind, reason, subjectId]);
    expect(findings()).toEqual([['s2', 'fake_evidence', 'picture_of_another_school', shown.value.id]]);
    const flag = shown.value.flags[0];
    const decide = (by: string, verdict: 'genuine' | 'fake') =>
      acts.decideFlag(actorOf(house, by), shown.value.id, {
        flag: flag?.flag ?? 'edited',
        other: flag?.other ?? null,
        verdict,
        note: '与第一小学的照片相同',
      });
    expect(decide('bureau-inspector', 'genuine')).toMatchObject({ ok: false, code: 'own_picture' });
    const decided = decide('bureau-leader', 'fake');
    expect(decided.ok && decided.value.flags.find(({ decided: verdict }) => verdict !== null)).toMatchObject({
      decided: { by: 'bureau-leader', verdict: 'fake' },
    });
    expect(decide('bureau-leader', 'genuine')).toMatchObject({ ok: false, code: 'already_decided' });
    expect(findings().map(([, , reason]) => reason)).toContain('judged_fake');
    const entry = house.store.facts.timeline('evidence', shown.value.id).at(-1);
    expect(entry?.detail).not.toHaveProperty('note');
    expect(entry?.said).toEqual({ note: '与第一小学的照片相同' });
  });

  it('lives until its hazard has been closed for three years; one of no report is soon deleted', async () => {
    const { pictures } = house.service;
    const deliver = createDeliver(house.service, { ...deafOutside, forgetPicture: pictures.forget }, (_, error) => {
      throw error;
    });
    const wait = async (days: number): Promise<void> => {
      house.now += days * dayMs;
      await deliver(tick(house.service));
    };
    const stateOf = (id: string): string | undefined => house.store.facts.get('evidence', id)?.state;
    const draft = await send('teacher', await photo('draft'));
    putHazard('haz-5', { open: true });
    const bound = await send('teacher', await photo('bound'), { hazard: 'haz-5' });
    await wait(31);
    expect([stateOf(draft.id), stateOf(bound.id)]).toEqual(['deleted', 'stored']);
    expect(existsSync(join(house.folder, 'evidence', draft.file ?? ''))).toBe(false);
    await wait(4 * 366);
    expect(stateOf(bound.id)).toBe('stored');
    putHazard('haz-5', { open: false, state: 'closed', closedAt: house.now });
    await wait(31);
    await wait(2 * 365);
    expect(stateOf(bound.id)).toBe('stored');
    await wait(366);
    expect(stateOf(bound.id)).toBe('deleted');
    expect(house.store.facts.timeline('hazard', 'haz-5').map(({ act }) => act)).toEqual(['evidence.added', 'evidence.deleted']);
  });

  it('is of nothing that is not there', async () => {
    putHazard('haz-6');
    const bytes = await photo('nowhere');
    for (const more of [{ hazard: 'haz-none' }, { school: 's9' }, { hazard: 'haz-6', school: 's9' }])
      expect(await acts.addEvidence('teacher', fieldsOf(more), bytes)).toMatchObject({ ok: false, status: 404 });
  });
});
