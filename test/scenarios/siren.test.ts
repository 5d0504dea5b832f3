/** A confirmed fire sounds the siren of its place: command and reply over real MQTT, with the simulator's own siren. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lane } from '../../device-sim/lane.ts';
import type { Call } from '../../services/contracts/call.ts';
import { eventually, openTown, type Town, tell } from './town.ts';

const school = 'oak';

describe('a siren', () => {
  let town: Town;
  let lane: Lane;

  beforeAll(async () => {
    town = await openTown({
      schools: [school],
      rooms: [{ school, id: 'kitchen', use: 'kitchen' }],
      devices: [
        { id: 'gw', type: 'gateway' },
        { id: 'smoke-1', gateway: 'gw', space: 'kitchen' },
        { id: 'heat-2', gateway: 'gw', space: 'kitchen' },
        { id: 'horn', space: 'kitchen', type: 'other', mapping: { commands: ['siren'] } },
      ],
    });
    const horn = { id: 'horn', school, codec: 'native', mapping: { commands: ['siren'] } };
    const device = {
      ...horn,
      type: 'other' as const,
      space: 'kitchen',
      use: 'kitchen' as const,
      model: null,
      source: '',
      reportIntervalSeconds: 300,
    };
    lane = new Lane(
      { ...horn, secret: town.ground.secretOf('horn'), prefixes: [], reportIntervalSeconds: 300, devices: [device] },
      { url: `mqtt://127.0.0.1:${town.app.addresses.mqtt}`, inFlight: 4 },
    );
    await lane.open(5000);
  });
  afterAll(async () => {
    await lane.close();
    await town.close();
  });

  test('sounds when two devices agree, and says so', async () => {
    const gateway = await town.connect('gw');
    const began = Date.now();
    await tell(gateway, school, 'smoke-1', 'event', { ts: began, type: 'smoke_alarm', state: 'active' });
    await tell(gateway, school, 'heat-2', 'event', { ts: began + 1, type: 'heat_alarm', state: 'active' });
    const sounding = (): Call | undefined =>
      town.app.store.facts
        .list('call', { schools: null, limit: 50 })
        .items.find(({ channel, state }) => channel === 'siren' && state === 'delivered');
    const call = await eventually(sounding, (found) => found !== undefined, 5000);
    expect(call).toMatchObject({ device: 'horn', step: 'siren_on', subject: 'incident', exercise: null, attempts: 1 });
    const planned = (call?.deliveredAt ?? 0) - (call?.plannedAt ?? 0);
    expect((call?.sentAt ?? Number.POSITIVE_INFINITY) - (call?.plannedAt ?? 0)).toBeLessThanOrEqual(2000);
    expect(town.broken).toEqual([]);
    process.stdout.write(`siren: planned → answered ${planned} ms; first report → answered ${Date.now() - began} ms\n`);
  });
});
