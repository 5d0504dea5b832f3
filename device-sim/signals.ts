/** What sensors would measure: pure functions of time, a device's own randomness and the fires around it. */
import type { Random } from './random.ts';

const dayMs = 86_400_000;
/** Asia/Shanghai has had no summer time since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000;

/** Hours since midnight in Shanghai. */
export const hourOf = (epochMs: number): number => ((((epochMs + shanghaiOffsetMs) % dayMs) + dayMs) % dayMs) / 3_600_000;

/** Heated or aired school rooms: coolest at 5, warmest at 15 o'clock; the swing of the NAB office record is ±3 K. */
export const roomTemperature = (epochMs: number, base: number): number => base + 3 * Math.cos(((hourOf(epochMs) - 15) / 24) * 2 * Math.PI);

/** Warmer air holds relatively less: about −2.5 %RH a kelvin at room temperature. */
export const roomHumidity = (temperature: number): number => 52 - 2.5 * (temperature - 20);

/** Lithium cell of a detector: nearly flat, then a knee. `age` is the part of its life that has passed. */
export const batteryPercent = (age: number): number => {
  const left = Math.max(0, 1 - age);
  return 100 * (left > 0.15 ? 0.4 + (0.6 * (left - 0.15)) / 0.85 : (0.4 * left) / 0.15);
};

/** What a fire adds at a detector some metres away. */
export interface FireEffect {
  /** Kelvin above the room's own temperature. */
  readonly warming: number;
  /** Absorbance index, dB/m. */
  readonly smoke: number;
}

/** Effect this many seconds after ignition, for a fire that is out after `outAfterS`. */
export type FireCurve = (seconds: number, outAfterS: number) => FireEffect;

const none: FireEffect = { warming: 0, smoke: 0 };

const burning = (grow: (seconds: number) => FireEffect, decayS: number): FireCurve => {
  return (seconds, outAfterS) => {
    if (seconds <= 0) return none;
    const peak = grow(Math.min(seconds, outAfterS));
    const left = Math.exp(-Math.max(0, seconds - outAfterS) / decayS);
    return { warming: peak.warming * left, smoke: peak.smoke * left };
  };
};

/**
 * Flaming fire: t² growth of a "fast" fire (NFPA 72, annex B: 150 s to 1,055 kW). Sized by the NIST TN 1455 flaming
 * tests, where a ceiling position sees 2–6 dB/m and 30–80 K within 180 s.
 */
export const flaming: FireCurve = burning(
  (s) => ({ warming: Math.min(90, 55 * (s / 150) ** 2), smoke: 5 * (1 - Math.exp(-((s / 110) ** 2))) }),
  60,
);

/** Burning oil in a kitchen: an "ultra-fast" fire (NFPA 72, annex B: 75 s to 1,055 kW). */
export const oilFire: FireCurve = burning(
  (s) => ({ warming: Math.min(80, 70 * (s / 75) ** 2), smoke: 6 * (1 - Math.exp(-((s / 45) ** 2))) }),
  60,
);

/** Smouldering bedding: smoke over tens of minutes and hardly any heat (NIST TN 1455, smouldering mattress tests). */
export const smouldering: FireCurve = burning(
  (s) => ({ warming: Math.min(4, (s / 1800) * 3), smoke: 2.4 * (1 - Math.exp(-((s / 1500) ** 2))) }),
  240,
);

/** Cooking fumes and steam: a short haze that stays below a fire's smoke. */
export const cooking: FireCurve = burning((s) => ({ warming: Math.min(6, s / 20), smoke: Math.min(0.35, s / 200) }), 45);

export interface Surroundings {
  readonly epochMs: number;
  readonly fire: FireEffect;
  readonly use: string;
}

/** Seconds-long crowds on stairs when lessons change (every 50 minutes from 8 to 17 o'clock), persons/m². */
const crowdAt = (epochMs: number): number => {
  const hour = hourOf(epochMs);
  const minute = (hour * 60) % 50;
  return hour >= 8 && hour < 17 && minute < 8 ? 1.2 : 0.1;
};

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** One value of a metric as a device of this kind would report it. */
export const measure = (metric: string, around: Surroundings, random: Random, base: number, batteryAge: number): number => {
  const temperature = roomTemperature(around.epochMs, base) + (around.use === 'kitchen' ? 4 : 0) + around.fire.warming;
  switch (metric) {
    case 'temperature':
      return rounded(temperature + random.noise(0.15), 1);
    case 'humidity':
      return rounded(Math.min(99, Math.max(8, roomHumidity(temperature) + random.noise(0.8))), 1);
    case 'smoke':
      // Clean air reads a few thousandths (NIST smoke meters before ignition: 0–0.09 dB/m).
      return rounded(Math.max(0, around.fire.smoke * (1 + random.noise(0.05)) + Math.abs(random.noise(0.012))), 3);
    case 'gas':
      return rounded(Math.max(0, 0.4 + random.noise(0.2)), 1);
    case 'battery':
      return Math.round(batteryPercent(batteryAge));
    case 'water_pressure':
      return rounded(0.35 + random.noise(0.006), 3);
    case 'current_leakage':
      return rounded(60 + random.noise(6), 0);
    case 'crowd_density':
      return rounded(Math.max(0, crowdAt(around.epochMs) + random.noise(0.08)), 2);
    default:
      return rounded(random.next(), 3);
  }
};
