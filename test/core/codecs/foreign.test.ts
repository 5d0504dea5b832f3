/** What the vendors' messages must not be taken for. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decoded } from '../../../services/core/codecs/codec.ts';
import { frigate } from '../../../services/core/codecs/frigate.ts';
import { zigbee2mqtt } from '../../../services/core/codecs/zigbee2mqtt.ts';

const encoder = new TextEncoder();
const zigbee = (state: unknown): Decoded =>
  zigbee2mqtt.decode('lab/smoke 1', encoder.encode(JSON.stringify(state)), { source: '', mapping: () => ({}) });
const seen = (feed: string, change: unknown, mapping: Record<string, readonly string[]> = {}): Decoded =>
  frigate.decode(feed, encoder.encode(JSON.stringify(change)), { source: '', mapping: () => mapping });
const events = (decoded: Decoded, active: 'active' | 'cleared') =>
  decoded.uplinks.flatMap((uplink) => (uplink.type === 'event' && uplink.state === active ? [uplink.event] : []));

describe('zigbee2mqtt', () => {
  it('raises nothing when a test button makes a detector repeat that there is no smoke', () => {
    for (const linkquality of [81, 78, 84]) {
      expect(events(zigbee({ battery: 100, linkquality, smoke: false }), 'active')).toEqual([]);
    }
  });

  it('neither raises nor clears smoke where it is unknown or missing', () => {
    for (const state of [{ smoke: null }, { temperature: 20 }, { smoke: null, test: true }]) {
      const told = zigbee(state).uplinks.flatMap((uplink) => (uplink.type === 'event' ? [uplink.event] : []));
      expect(told).not.toContain('smoke_alarm');
    }
  });

  it.each(['test', 'self_test', 'test_mode'])('tells smoke under %s as a test, and smoke without it as smoke', (attribute) => {
    expect(events(zigbee({ smoke: true, [attribute]: true }), 'active')).toEqual(['test']);
    expect(events(zigbee({ smoke: true, [attribute]: false }), 'active')).toEqual(['smoke_alarm']);
  });

  it('still hears a panic button under test', () => {
    expect(events(zigbee({ test: true, sos: true }), 'active')).toEqual(['panic', 'test']);
  });

  it('tells smoke whatever else the state holds, as long as no test is told', () => {
    const attribute = fc.string().filter((name) => !['test', 'test_mode', 'self_test', 'self_test_result', 'smoke'].includes(name));
    fc.assert(
      fc.property(fc.dictionary(attribute, fc.jsonValue()), (others) => {
        expect(events(zigbee({ ...others, smoke: true }), 'active')).toContain('smoke_alarm');
      }),
    );
  });

  it('never makes a reading of smoke’s or gas’s yes and no', () => {
    const decoded = zigbee({ smoke: 1, gas: 0, temperature: 20 });
    expect(decoded.uplinks[0]).toMatchObject({ type: 'readings', values: [['temperature', 20]] });
    expect(events(decoded, 'active')).toEqual(['smoke_alarm']);
  });

  it('clears gas only when neither gas nor carbon monoxide is there', () => {
    expect(events(zigbee({ gas: true, carbon_monoxide: false }), 'cleared')).not.toContain('gas_alarm');
    expect(events(zigbee({ gas: false, carbon_monoxide: false }), 'cleared')).toContain('gas_alarm');
  });
});

describe('frigate', () => {
  const person = (zones: readonly string[]) => ({ type: 'update', after: { camera: 'gate', label: 'person', current_zones: zones } });

  it('takes a person for an intruder only in the zones the mapping names', () => {
    expect(events(seen('events', person(['fence']), { intrusionZones: ['fence'] }), 'active')).toEqual(['video_intrusion']);
    expect(events(seen('events', person(['yard']), { intrusionZones: ['fence'] }), 'active')).toEqual(['video_object']);
    expect(events(seen('events', person(['fence'])), 'active')).toEqual(['video_object']);
  });

  it('never takes a car for an intruder', () => {
    const car = { type: 'new', after: { camera: 'gate', label: 'car', current_zones: ['fence'] } };
    expect(events(seen('events', car, { intrusionZones: ['fence'] }), 'active')).toEqual(['video_object']);
  });

  it('repeats nothing of a review that its update does not add', () => {
    const review = { camera: 'gate', severity: 'alert', data: { objects: ['person'], zones: ['fence'] } };
    const update = seen('reviews', { type: 'update', before: review, after: review }, { intrusionZones: ['fence'] });
    expect(update).toMatchObject({ refusals: [], uplinks: [{ type: 'readings', values: [] }] });
  });

  it('passes on no picture address built from anything but a plain id and an http(s) base', () => {
    const fire = (id: string) => ({ type: 'new', after: { camera: 'gate', label: 'fire', id, has_snapshot: true } });
    const media = (id: string, base: string) =>
      seen('events', fire(id), { baseUrl: [base] }).uplinks.map((u) => (u.type === 'event' ? u.media : []));
    expect(media('1.5-a', 'https://nvr')).toEqual([[{ kind: 'snapshot', url: 'https://nvr/api/events/1.5-a/snapshot.jpg' }]]);
    expect(media('../../config', 'https://nvr')).toEqual([[]]);
    expect(media('1.5-a', 'file:///etc')).toEqual([[]]);
  });

  it('tells no one’s name', () => {
    const change = {
      type: 'new',
      after: { camera: 'gate', label: 'person', sub_label: ['Li Hua', 0.9], recognized_license_plate: 'A123' },
    };
    expect(JSON.stringify(seen('events', change))).not.toMatch(/Li Hua|A123/);
  });

  it('does not report cameras lost while Frigate is still starting', () => {
    const stats = (uptime: number) => ({ cameras: { gate: { camera_fps: 0 } }, service: { uptime } });
    expect(events(seen('stats', stats(59)), 'active')).toEqual([]);
    expect(events(seen('stats', stats(60)), 'active')).toEqual(['video_loss']);
  });
});
