import { afterEach, expect, it } from 'vitest';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';

let house: House;
afterEach(() => house.close());

it('metric names that storage would cut or alter are refused, and stop nothing', () => {
  house = openHouse();
  house.addDevice('d1');
  const names = ['"\\ud800":1', '"\\ud801":2', '"a\\u0000":3', '"a\\u0000b":4', '"":5', '"temperature":20'];
  house.publishRaw('d1', 'campus/v1/s1/d1/telemetry', `{"values":{${names.join(',')}}}`);
  expect(house.store.series.metricsOf('d1')).toEqual(['temperature']);
  expect(house.store.facts.rejected({ schools: null, limit: 10 }).items.length).toBeGreaterThan(0);
});
