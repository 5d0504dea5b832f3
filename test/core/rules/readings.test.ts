import { describe, expect, it } from 'vitest';
import { bench, every, fires, series, told } from './bench.ts';

describe('threshold', () => {
  it('raises at the limit, keeps its state in the hysteresis band and clears after a quiet minute', () => {
    const { feed } = bench();
    const readings = series('gas', [
      [0, 5],
      [10, 21],
      [20, 17],
      [30, 16],
      [40, 14],
      [50, 4],
      [90, 4],
      [100, 4],
      [110, 4],
    ]);
    expect(told(feed(readings)).filter((t) => t.startsWith('gas-high'))).toEqual(['gas-high+@10', 'gas-high-@100']);
  });

  it('counts a duration between readings only, and a silence breaks it', () => {
    const minutes = (from: number, to: number) => every('co', from * 60, to * 60, 30, () => 120);
    expect(told(bench().feed(minutes(0, 10))).filter((t) => t.startsWith('co-ten'))).toEqual(['co-ten-minutes+@600']);
    // 5 min of gas, 10 min of silence, 5 min of gas: never ten minutes on end.
    expect(told(bench().feed([...minutes(0, 5), ...minutes(15, 20)])).filter((t) => t.startsWith('co-ten'))).toEqual([]);
  });

  it('looks downwards too', () => {
    const signals = bench().feed(every('water_pressure', 0, 120, 10, (s) => (s < 30 ? 0.3 : 0.05)));
    expect(told(signals)).toEqual(['water-low+@90', 'water-early+@90']);
    expect(signals[0]?.because).toMatchObject({
      condition: 'water_pressure ≤ 0.1 MPa for 60 s',
      values: { water_pressure: '0.05 MPa' },
      ruleVersion: 1,
    });
  });

  it('clears with the first quiet reading after a silence, so a slow device is not stuck', () => {
    const signals = bench().feed(
      series('battery', [
        [0, 10],
        [20, 10],
        [7200, 80],
      ]),
    );
    expect(told(signals)).toEqual(['battery-low+@20', 'battery-low-@7200']);
  });
});

/** EN 54-5 class A1: response window at each test rate, seconds from 25 °C (min, max). */
const a1Table = [
  [1, 29 * 60, 40 * 60 + 20],
  [3, 7 * 60 + 13, 13 * 60 + 40],
  [5, 4 * 60 + 9, 8 * 60 + 20],
  [10, 60, 4 * 60 + 20],
  [20, 30, 2 * 60 + 20],
  [30, 20, 100],
] as const;

describe('heat', () => {
  it.each(a1Table)('%i K/min alarms within the window of class A1, %i…%i s', (rate, earliest, latest) => {
    const ramp = every('temperature', -600, 45 * 60, 2, (s) => 25 + (Math.max(0, s) * rate) / 60);
    const signals = bench().feed(ramp.filter(({ value }) => value < 100));
    const [alarm] = fires(signals);
    const s = ((alarm?.at ?? 0) - (ramp[300]?.at ?? 0)) / 1000;
    expect(alarm?.rule.id).toBe('temperature-heat');
    expect(s).toBeGreaterThanOrEqual(earliest);
    expect(s).toBeLessThanOrEqual(latest);
    expect(signals.some(({ rule }) => rule.id === 'temperature-rise')).toBe(rate > 6);
  });

  it('a rate of rise alone warns, of kind temperature, and clears', () => {
    const signals = bench().feed(every('temperature', -300, 900, 5, (s) => 25 + 20 * Math.min(1, Math.max(0, s / 120))));
    expect(told(signals).map((t) => t.split('@')[0])).toEqual(['temperature-rise+', 'temperature-rise-']);
    expect(signals[0]).toMatchObject({ kind: 'temperature', level: 'early_warning', severity: 'urgent', trigger: false });
    expect(fires(signals)).toEqual([]);
  });

  it('is more severe where people sleep, and slower to warn in a kitchen', () => {
    const ramp = every('temperature', -300, 150, 5, (s) => 25 + 20 * Math.min(1, Math.max(0, s / 120)));
    expect(bench({ spaceUse: 'dormitory' }).feed(ramp)[0]?.severity).toBe('life_safety');
    expect(bench({ spaceUse: 'kitchen' }).feed(ramp)).toEqual([]);
  });

  it('steam at 60 °C warns, dry heat of 60 °C alarms, and so does heat at a steady humidity', () => {
    const humidAir = (humidity: (s: number) => number) =>
      every('temperature', -300, 120, 5, (s) => 25 + 35 * Math.min(1, Math.max(0, s / 60))).flatMap((t) => [
        { metric: 'humidity', value: humidity((t.at - Date.UTC(2026, 0, 5)) / 1000), at: t.at },
        t,
      ]);
    const steam = bench().feed(humidAir((s) => (s < 0 ? 45 : 85 - s / 4)));
    expect(fires(steam)).toEqual([]);
    expect(steam.some(({ level }) => level === 'early_warning')).toBe(true);
    expect(fires(bench().feed(humidAir((s) => (s < 0 ? 45 : Math.max(10, 45 - s))))).map(({ rule }) => rule.id)).toEqual([
      'temperature-heat',
    ]);
    expect(fires(bench().feed(humidAir(() => 45))).map(({ rule }) => rule.id)).toEqual(['temperature-heat']);
    // Hotter than any steam of a kitchen: an alarm, steam or not.
    const hotter = humidAir((s) => (s < 0 ? 45 : 85)).map((r) => (r.metric === 'temperature' && r.value >= 60 ? { ...r, value: 70 } : r));
    expect(fires(bench().feed(hotter)).length).toBe(1);
  });
});

describe('smoke', () => {
  it('warns at 0.2 and alarms at 0.5 dB/m', () => {
    const signals = bench().feed(every('smoke', -60, 120, 2, (s) => Math.max(0, s) / 100));
    expect(told(signals)).toEqual(['smoke-early+@26', 'smoke-alarm+@56']);
    expect(signals.map(({ kind, level }) => `${kind} ${level}`)).toEqual(['smoke early_warning', 'smoke alarm']);
  });

  it.each([1, 2, 5, 10, 30])('one noisy sample is no smoke (every %i s)', (step) => {
    expect(bench().feed(every('smoke', -120, 120, step, (s) => (s === 0 ? 2 : 0.03)))).toEqual([]);
  });

  it('with heat alarms earlier, on a dusty meter as on a clean one', () => {
    const fire = (dust: number) =>
      every('smoke', -600, 60, 2, (s) => dust + Math.max(0, s) / 200).flatMap((smoke) => [
        smoke,
        { metric: 'temperature', value: 22 + Math.max(0, (smoke.at - Date.UTC(2026, 0, 5)) / 8000), at: smoke.at },
      ]);
    for (const dust of [0, 0.1]) {
      const [alarm] = fires(bench().feed(fire(dust)));
      expect(alarm).toMatchObject({ kind: 'smoke', rule: { id: 'smoke-with-heat' } });
      expect((alarm as { at: number }).at).toBeLessThan(Date.UTC(2026, 0, 5) + 45_000);
    }
    // A dusty meter in a room that warms up is no fire.
    const warming = every('smoke', -600, 300, 5, () => 0.19).flatMap((smoke) => [
      smoke,
      { metric: 'temperature', value: 18 + (smoke.at - Date.UTC(2026, 0, 5) + 600_000) / 45_000, at: smoke.at },
    ]);
    expect(bench().feed(warming)).toEqual([]);
  });
});

describe('implausible values', () => {
  const quiet = every('temperature', -120, -5, 5, () => 22);

  it.each([
    ['open circuit', [999.9, 999.9, 999.9, 999.9]],
    ['−127 of a one-wire sensor', [-127, -127, -127]],
    ['int16 sentinel', [3276.7]],
    ['beyond any fire', [1500, 2000, 1e9]],
    ['one spike', [150, 22, 22]],
    ['power-on value', [85, 22, 22]],
    ['two spikes', [200, 22, 300, 22]],
  ])('%s is a sensor fault, never a fire', (_, values) => {
    const signals = bench().feed([
      ...quiet,
      ...series(
        'temperature',
        values.map((value, i) => [i * 5, value] as const),
      ),
    ]);
    expect(signals[0]).toMatchObject({ kind: 'fault', level: 'fault', state: 'active', rule: { id: 'temperature-implausible' } });
    expect(signals.every(({ kind }) => kind === 'fault')).toBe(true);
  });

  it('the fault clears after a believable minute', () => {
    const signals = bench().feed([...quiet, ...series('temperature', [[0, 200]]), ...every('temperature', 5, 90, 5, () => 22)]);
    expect(told(signals)).toEqual(['temperature-implausible+@0', 'temperature-implausible-@65']);
  });

  it('a leap that stays is believed, alarms and withdraws the fault (FSRI 500 kW burner)', () => {
    const burner = series('temperature', [
      [0, 31],
      [1, 38],
      [2, 198],
      [3, 281],
      [4, 287],
      [5, 276],
      [6, 270],
      [7, 315],
    ]);
    expect(told(bench().feed([...quiet, ...burner]))).toEqual([
      'temperature-implausible+@2',
      'temperature-implausible-@4',
      'temperature-heat+@4',
      'temperature-rise+@4',
      'temperature-warm+@5',
    ]);
    expect(
      told(
        bench().feed([
          ...quiet,
          ...series('temperature', [
            [0, 30],
            [1, 76],
            [2, 132],
          ]),
        ]),
      ).slice(0, 3),
    ).toEqual(['temperature-implausible+@1', 'temperature-implausible-@2', 'temperature-heat+@2']);
  });

  it.each(['humidity', 'smoke', 'gas', 'co', 'current_leakage', 'water_pressure'])('%s has a range as well', (metric) => {
    const signals = bench().feed([
      ...series(metric, [
        [0, 1],
        [10, 1e9],
        [20, -1e9],
        [30, 1e9],
      ]),
    ]);
    expect(signals.filter(({ kind }) => kind === 'fault').map(({ state }) => state)).toEqual(['active']);
    expect(fires(signals)).toEqual([]);
  });
});

it('judges only the metrics it knows', () => {
  expect(bench().feed(series('illuminance', [[0, 1e9]]))).toEqual([]);
});
