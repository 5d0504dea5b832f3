/** The life of devices: periodic reports, quicker while a fire is near, and a detector's own event when it responds. */
import { sensesOf } from './catalogue.ts';
import { type FleetDevice, type FleetIdentity, selfOf } from './fleet.ts';
import type { Moment, Stage } from './moments.ts';
import { hashOf, randomOf } from './random.ts';
import { type FireCurve, type FireEffect, measure } from './signals.ts';

export interface Fire {
  readonly startMs: number;
  /** Seconds after ignition at which it is put out. */
  readonly outAfterS: number;
  readonly curve: FireCurve;
  /** Seconds by which its effect reaches each device later. */
  readonly reaches: ReadonlyMap<string, number>;
}

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** A detector reports every few seconds while it smells something. */
const urgentIntervalMs = 4_000;
/** How long after a fire is out its traces are still reported quickly. */
const aftermathMs = 240_000;
/** Devices make themselves known within this time of a simulation's start, then keep their own rhythm. */
const greetingMs = 8_000;
/** The detector's own response, dB/m: less sensitive than a rule may be on its reported values. */
const smokeAlarmAt = 0.5;
const smokeClearAt = 0.25;
/** Class A1R heat detectors respond between 54 and 65 °C (GB 4716). */
const heatAlarmAt = 58;
const heatClearAt = 45;

const startAt = (fire: Fire, device: string): number => fire.startMs + (fire.reaches.get(device) ?? 0) * 1000;
const endAt = (fire: Fire, device: string): number => startAt(fire, device) + fire.outAfterS * 1000 + aftermathMs;

const effectAt = (fires: readonly Fire[], device: string, atMs: number): FireEffect =>
  fires.reduce(
    (sum, fire) => {
      const effect = fire.curve((atMs - startAt(fire, device)) / 1000, fire.outAfterS);
      return { warming: sum.warming + effect.warming, smoke: sum.smoke + effect.smoke };
    },
    { warming: 0, smoke: 0 },
  );

const nextReport = (fires: readonly Fire[], device: string, atMs: number, intervalMs: number): number => {
  const phaseMs = hashOf(device) % intervalMs;
  let next = phaseMs + (Math.floor((atMs - phaseMs) / intervalMs) + 1) * intervalMs;
  for (const fire of fires) {
    const start = startAt(fire, device);
    if (atMs >= start && atMs < endAt(fire, device)) next = Math.min(next, atMs + urgentIntervalMs);
    else if (atMs < start) next = Math.min(next, start);
  }
  return next;
};

interface Threshold {
  readonly metric: string;
  readonly on: number;
  readonly off: number;
}
const thresholds: Readonly<Record<string, Threshold>> = {
  smoke_alarm: { metric: 'smoke', on: smokeAlarmAt, off: smokeClearAt },
  heat_alarm: { metric: 'temperature', on: heatAlarmAt, off: heatClearAt },
};

function* deviceLife(stage: Stage, identity: FleetIdentity, device: FleetDevice, span: Span, allFires: readonly Fire[]): Generator<Moment> {
  const senses = sensesOf(device);
  const random = randomOf(stage.seed, device.id);
  const base = random.between(18.5, 22.5);
  const batteryAge = random.between(0.02, 0.6);
  const intervalMs = device.reportIntervalSeconds * 1000;
  const fires = allFires.filter((fire) => fire.reaches.has(device.id));
  const threshold = senses.event === null ? undefined : thresholds[senses.event];
  const greeting = hashOf(device.id) % Math.min(intervalMs, greetingMs);
  const first = span.fromMs === 0 ? greeting : nextReport(fires, device.id, span.fromMs - 1, intervalMs);
  let alarming = false;
  for (let atMs = first; atMs < span.untilMs; atMs = nextReport(fires, device.id, atMs, intervalMs)) {
    const around = { epochMs: stage.timeOf(atMs), fire: effectAt(fires, device.id, atMs), use: device.use };
    const values = Object.fromEntries(senses.metrics.map((metric) => [metric, measure(metric, around, random, base, batteryAge)]));
    if (senses.metrics.length === 0) yield { act: 'say', atMs, identity, device, say: { type: 'status', online: true } };
    else yield { act: 'say', atMs, identity, device, say: { type: 'readings', values } };
    const value = values[threshold?.metric ?? ''];
    if (!threshold || senses.event === null || value === undefined) continue;
    const now: boolean = alarming ? value > threshold.off : value >= threshold.on;
    if (now !== alarming)
      yield { act: 'say', atMs, identity, device, say: { type: 'event', event: senses.event, state: now ? 'active' : 'cleared' } };
    alarming = now;
  }
}

function* gatewayLife(identity: FleetIdentity, span: Span): Generator<Moment> {
  const device = selfOf(identity);
  const intervalMs = identity.reportIntervalSeconds * 1000;
  const first = Math.ceil(span.fromMs / intervalMs) * intervalMs;
  for (let atMs = first; atMs < span.untilMs; atMs += intervalMs)
    yield {
      act: 'say',
      atMs,
      identity,
      device,
      say: { type: 'status', online: true, firmware: '1.4.2', rssi: -60 - (hashOf(identity.id) % 20) },
    };
}

/** Streams of every device (and of gateways that report themselves) over a span, for `merge`. */
export const livesOf = (stage: Stage, span: Span, fires: readonly Fire[] = []): Generator<Moment>[] =>
  stage.identities.flatMap((identity) => [
    ...(identity.devices.some((device) => device.id === identity.id) ? [] : [gatewayLife(identity, span)]),
    ...identity.devices.map((device) => deviceLife(stage, identity, device, span, fires)),
  ]);
