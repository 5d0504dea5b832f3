/** 接警认领 over real HTTP: one owner whatever the door, refusals that name the owner, links that only a tap opens. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Call } from '../../services/contracts/call.ts';
import { claimTagBytes, claimText, sealedClaim } from '../../services/core/escalation/claim-link.ts';
import type { Caller } from './caller.ts';
import { bearer, callerOf, problem } from './caller.ts';
import type { Campus } from './campus.ts';
import { openCampus } from './campus.ts';
import { alarmOf, own, personOf } from './documents.ts';

let campus: Campus;
let caller: Caller;
beforeEach(async () => {
  // A proxy before it: each person comes from their own address.
  campus = await openCampus({ trustProxy: true });
  caller = callerOf(campus.url);
});
afterEach(() => campus.close());

const alarm = `${own.school}-alarm`;

const callFor = (person: string): Call => ({
  id: `call-${person}`,
  version: 1,
  school: own.school,
  subject: 'alarm',
  subjectId: alarm,
  occurrence: 1,
  person,
  step: 'first_seat',
  channel: 'sms',
  state: 'sent',
  exercise: null,
  plannedAt: campus.clock.at,
  sentAt: campus.clock.at,
  deliveredAt: null,
  seenAt: null,
  reason: null,
  attempts: 1,
});

/** A person of the school who was called, and the link in the notice. */
const linkFor = (id: string, role: 'duty-officer' | 'teacher' = 'duty-officer', minutes = 30): string => {
  const person = personOf(id, role, own.school);
  campus.commit((turn) => {
    turn.put.person.set(id, person);
    turn.put.call.set(`call-${id}`, callFor(id));
  });
  campus.deps.world().people.set(id, person);
  const text = claimText({ call: `call-${id}`, person: id, expiresAt: campus.clock.at + minutes * 60_000 });
  return `/a/${sealedClaim(text, campus.deps.seal('claim', text).subarray(0, claimTagBytes).toString('base64url'))}`;
};

const stands = () => campus.facts.get('alarm', alarm);

describe('a link', () => {
  it('shows what it is about and changes nothing until the button is pressed', async () => {
    const link = linkFor('wang');
    campus.putAlarm({ ...alarmOf(own.school), escalation: { occurrence: 1, since: 0, step: 'first_seat', next: null, nextAt: null } });
    for (let i = 0; i < 3; i++) {
      const page = await caller.get(link);
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain('我来处置');
      expect(html).toContain('<form method="post"');
      expect(html).not.toContain('<script');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect(stands()?.acknowledged).toBe(false);
    expect(await (await caller.get(`${link}?lang=en`)).text()).toContain('I take it on');
    const done = await caller.post(link, undefined);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('已由您');
    expect(stands()).toMatchObject({ acknowledged: true, acknowledgedBy: 'wang' });
    const again = await caller.post(link, undefined);
    expect([again.status, stands()?.version]).toEqual([200, 2]);
    expect(campus.facts.get('call', 'call-wang')?.state).toBe('seen');
  });

  it('opens for nobody when it is forged, expired, somebody else’s or of a post that may not', async () => {
    const link = linkFor('wang');
    const other = linkFor('zhao');
    for (const bad of [
      `${link}x`,
      link.replace('wang', 'zhao'),
      link.replace(/~[0-9a-z]+~/, '~zzzzzzzz~'),
      '/a/x',
      `/a/${other.split('~').pop() ?? ''}`,
    ]) {
      expect((await caller.post(bad, undefined)).status, bad).toBe(404);
      expect((await caller.get(bad)).status, bad).toBe(404);
    }
    expect((await caller.post(linkFor('teacher-li', 'teacher'), undefined)).status).toBe(403);
    campus.clock.at += 31 * 60_000;
    expect((await caller.post(link, undefined)).status).toBe(404);
    expect(stands()?.acknowledged).toBe(false);
  });

  it('is shown again first when the alarm has become graver since the page was opened', async () => {
    const link = linkFor('wang');
    const stored = alarmOf(own.school);
    campus.putAlarm({ ...stored, escalation: { occurrence: 2, since: 0, step: null, next: null, nextAt: null } });
    const stale = await caller.post(`${link}?seen=1`, undefined);
    expect([stale.status, stands()?.acknowledged]).toEqual([409, false]);
    expect(await stale.text()).toContain('升级');
    expect((await caller.post(`${link}?seen=2`, undefined)).status).toBe(200);
  });
});

describe('1,000 claims at once', () => {
  it('have one owner; 999 are told who it is', async () => {
    const each = 500;
    const links = Array.from({ length: each }, (_, i) => linkFor(`person-${i}`));
    const tokens = Array.from({ length: each }, () => campus.token('duty-officer'));
    const version = stands()?.version ?? 0;
    const byLink = links.map(async (link, i) => {
      const response = await caller.post(link, undefined, { 'x-forwarded-for': `10.1.${i >> 8}.${i & 255}` });
      return { status: response.status, text: await response.text() };
    });
    const byToken = tokens.map(async (token) => {
      const response = await caller.post(`/api/v1/alarms/${alarm}/claim`, undefined, bearer(token));
      return { status: response.status, text: await response.text() };
    });
    const answers = await Promise.all(byLink.flatMap((one, i) => [one, byToken[i] ?? one]));
    const owner = stands()?.acknowledgedBy ?? '';
    const ownerName = campus.deps.world().people.get(owner)?.name ?? owner;
    const won = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status, text }) => status === 409 && text.includes(ownerName));
    console.log('claims', JSON.stringify({ asked: answers.length, owners: won.length, refusedNamingOwner: refused.length, owner }));
    expect([won.length, refused.length]).toEqual([1, 2 * each - 1]);
    expect(stands()?.version).toBe(version + 1);
    const acts = campus.facts.timeline('alarm', alarm).filter(({ act }) => act === 'alarm.acknowledged');
    expect(acts).toHaveLength(1);
  }, 120_000);

  it('by one person are one claim', async () => {
    const token = campus.token('duty-officer');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => caller.post(`/api/v1/alarms/${alarm}/claim`, undefined, bearer(token))),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const late = await caller.post(`/api/v1/alarms/${alarm}/claim`, undefined, bearer(campus.token('duty-officer')));
    expect((await problem(late)).code).toBe('already_claimed');
  });
});
