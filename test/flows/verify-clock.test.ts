/** 核实时限: where people sleep, an alarm that nobody verifies in three minutes is treated as real. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Station } from './ladder.ts';
import { openStation } from './ladder.ts';

let station: Station;
beforeEach(() => {
  station = openStation();
  for (const [id, space] of [
    ['dorm-smoke', 'dorm'],
    ['class-smoke', 'r1'],
  ] as const)
    station.house.addDevice(id, { space, reportIntervalSeconds: 86_400 });
  station.person('first', 'duty-officer');
});
afterEach(() => station.house.close());

const acts = (id: string): string[] => station.house.store.facts.timeline('alarm', id).map(({ act }) => act);

describe('an alarm in a dormitory', () => {
  it('is treated as real after 180 s: an incident, everybody called anew; a person may still dismiss it', async () => {
    const { id, verifyBy } = station.alarm('dorm-smoke');
    expect(verifyBy).toBe(station.house.now + 180_000);
    await station.wait(179_750);
    expect(station.now(id)).toMatchObject({ verification: 'unverified', incident: null });
    await station.wait(250);
    const now = station.now(id);
    expect(now).toMatchObject({ verification: 'unresolved', verifiedBy: 'system', acknowledged: false });
    expect(now.incident).not.toBeNull();
    expect(now.escalation?.occurrence).toBe(2);
    expect(acts(id)).toContain('alarm.unresolved');
    expect(station.act('first', id, 'verify')).toMatchObject({ ok: false, code: 'treated_as_real' });
    expect(station.act('first', id, 'confirm')).toMatchObject({ ok: true, value: { verification: 'confirmed', incident: now.incident } });
  });

  it('counts on while somebody verifies, and through a restart', async () => {
    const { id } = station.alarm('dorm-smoke');
    station.act('first', id, 'verify');
    await station.wait(100_000);
    station.restart();
    await station.wait(80_000);
    expect(station.now(id)).toMatchObject({ verification: 'unresolved', acknowledged: false });
  });

  it('stops with a verdict', async () => {
    const { id } = station.alarm('dorm-smoke');
    station.act('first', id, 'confirm');
    expect(station.now(id).verifyBy).toBeNull();
    await station.wait(200_000);
    expect(acts(id)).not.toContain('alarm.unresolved');
  });
});

it('an alarm in a classroom waits for a person', async () => {
  const { id, verifyBy } = station.alarm('class-smoke');
  expect(verifyBy).toBeNull();
  await station.wait(200_000);
  expect(station.now(id).verification).toBe('unverified');
});
