/**
 * Blindness is a state. Every device has a lease that its signs of life renew, computed here at the server; a last
 * will may hasten its end, never prevent it. A lost gateway is one alarm, and its children are unknown, not silent.
 */
import type { Device } from '../contracts/place.ts';
import type { AlarmKind, DeviceAvailability } from '../contracts/values.ts';
import type { Uplink } from '../core/codecs/codec.ts';
import type { Signal } from '../core/rules/rule.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { alarmKey, placeDevice } from '../core/world.ts';
import { keepAlarm } from './keep-alarm.ts';
import { plainOccasion, takeOwnSignal } from './raise.ts';
import type { Service } from './service.ts';

type Why = 'no_report' | 'said_offline' | 'link_lost';

const childrenOf = (service: Service, device: Device): Device[] => {
  const world = service.world();
  return [...(world.childrenOf.get(device.id) ?? [])].map((id) => world.devices.get(id)).filter((d): d is Device => d !== undefined);
};

export const leaseMs = (service: Pick<Service, 'rules'>, device: Device): number => {
  const { missedIntervals, minimumSeconds } = service.rules.silent;
  return Math.max(missedIntervals * device.reportIntervalSeconds, minimumSeconds) * 1000;
};

export const armLease = (service: Pick<Service, 'rules'>, turn: Turn, device: Device, from: number): void => {
  const key = `lease:${device.id}`;
  turn.due.set(key, { key, kind: 'lease', dueAt: from + leaseMs(service, device), subject: device.id });
};

const keepDevice = (service: Service, turn: Turn, device: Device): void => {
  placeDevice(service.world(), device);
  turn.put.device.set(device.id, device);
};

const setAvailability = (service: Service, turn: Turn, device: Device, availability: DeviceAvailability, at: number): Device => {
  const next: Device = { ...device, version: device.version + 1, availability, availabilitySince: at };
  keepDevice(service, turn, next);
  noteChange(turn, 'device', next);
  return next;
};

/** Which kind of alarm a device's silence is. */
const silenceKind = (service: Service, device: Device): AlarmKind =>
  childrenOf(service, device).length > 0 || device.type === 'gateway'
    ? 'gateway_lost'
    : device.type === 'camera'
      ? 'camera_blind'
      : 'silent';

const silenceSignal = (service: Service, device: Device, state: Signal['state'], at: number, why: Why | 'heard'): Signal => {
  const kind = silenceKind(service, device);
  return {
    kind,
    state,
    level: 'fault',
    severity: 'urgent',
    at,
    rule: { id: kind, version: 1 },
    trigger: state === 'active',
    because: {
      rule: kind,
      ruleVersion: 1,
      at,
      condition: why === 'no_report' ? `no sign of life for ${leaseMs(service, device) / 1000} s` : why,
      values: { reportInterval: `${device.reportIntervalSeconds} s` },
      cites: service.rules.silent.cites,
    },
  };
};

const silentHazardKey = (device: string): string => `silent_hazard:${device}`;

const awaitSilentHazard = (service: Service, turn: Turn, device: Device, at: number): void => {
  const key = silentHazardKey(device.id);
  turn.due.set(key, { key, kind: 'silent_hazard', dueAt: at + service.policies.hazards.silentHours * 3600_000, subject: device.id });
};

/** The children of a lost gateway: unknown, never fine; their own older silence is explained by the gateway's. */
const blindChildren = (service: Service, turn: Turn, gateway: Device, at: number): void => {
  const world = service.world();
  const cause = world.alarms.get(alarmKey(gateway.id, 'gateway_lost'));
  let symptoms = 0;
  for (const child of childrenOf(service, gateway)) {
    if (child.availability === 'out_of_service') continue;
    symptoms += 1;
    turn.due.set(`lease:${child.id}`, null);
    if (child.availability !== 'unknown') setAvailability(service, turn, child, 'unknown', at);
    awaitSilentHazard(service, turn, child, at);
    for (const kind of ['silent', 'camera_blind'] as const) {
      const own = world.alarms.get(alarmKey(child.id, kind));
      if (own && cause) keepAlarm(service, turn, { ...own, version: own.version + 1, cause: cause.id }, []);
    }
  }
  if (cause && cause.symptoms !== symptoms) keepAlarm(service, turn, { ...cause, version: cause.version + 1, symptoms }, []);
};

/** A device has gone quiet: its lease ran out, it said goodbye, or a gateway's connection broke. */
export const lost = (service: Service, turn: Turn, device: Device, at: number, why: Why): void => {
  if (device.availability === 'out_of_service' || device.availability === 'silent') return;
  const silent = setAvailability(service, turn, device, 'silent', at);
  turn.due.set(`lease:${device.id}`, null);
  takeOwnSignal(service, turn, silent, silenceSignal(service, silent, 'active', at, why), plainOccasion(at));
  awaitSilentHazard(service, turn, silent, at);
  if (silenceKind(service, silent) === 'gateway_lost') blindChildren(service, turn, silent, at);
};

const restored = (service: Service, turn: Turn, device: Device, at: number): Device => {
  const back = setAvailability(service, turn, device, 'in_service', at);
  turn.due.set(silentHazardKey(device.id), null);
  armLease(service, turn, back, at);
  takeOwnSignal(service, turn, back, silenceSignal(service, back, 'cleared', at, 'heard'), plainOccasion(at));
  // Children of a gateway that is back are still unknown until each is heard; from now on their own leases run.
  if (silenceKind(service, back) === 'gateway_lost') {
    for (const child of childrenOf(service, back)) {
      if (child.availability === 'unknown') armLease(service, turn, child, at);
      for (const kind of ['silent', 'camera_blind'] as const) {
        // Its silence is its own again.
        const own = service.world().alarms.get(alarmKey(child.id, kind));
        if (own?.cause) keepAlarm(service, turn, { ...own, version: own.version + 1, cause: null }, []);
      }
    }
  }
  return back;
};

const noteStatus = (service: Service, turn: Turn, device: Device, uplink: Uplink): void => {
  if (uplink.type !== 'status' && uplink.type !== 'gateway') return;
  const firmware = uplink.firmware ?? device.firmware;
  const rssi = uplink.type === 'status' ? (uplink.rssi ?? device.rssi) : device.rssi;
  if (firmware === device.firmware && rssi === device.rssi) return;
  const next: Device = { ...device, version: device.version + 1, firmware, rssi };
  keepDevice(service, turn, next);
  noteChange(turn, 'device', next);
};

const alive = (service: Service, turn: Turn, device: Device, at: number): Device => {
  const known = service.world().devices.get(device.id) ?? device;
  // In memory alone, or every message would cost a row: written whenever the device is, and when its lease is renewed.
  known.lastSeenAt = at;
  return known.availability === 'silent' || known.availability === 'unknown' ? restored(service, turn, known, at) : known;
};

/** A sign of life: of the device, and of the gateway that carried it. */
export const heardFrom = (service: Service, turn: Turn, device: Device, identity: Device, uplink: Uplink, at: number): void => {
  if (identity.id !== device.id) alive(service, turn, identity, at);
  const known = alive(service, turn, device, at);
  noteStatus(service, turn, known, uplink);
};

/** A lease's moment has come: renewed by what was heard meanwhile, or the device is lost. */
export const leaseDue = (service: Service, turn: Turn, id: string): void => {
  const device = service.world().devices.get(id);
  if (!device || device.availability === 'out_of_service') return void turn.due.set(`lease:${id}`, null);
  const { lastSeenAt } = device;
  // The time before this process listened is not the device's silence.
  const from = Math.max(lastSeenAt ?? device.availabilitySince, service.startedAt);
  if (turn.at < from + leaseMs(service, device)) {
    armLease(service, turn, device, from);
    keepDevice(service, turn, device);
    return;
  }
  const gateway = device.gateway === null ? null : service.world().devices.get(device.gateway);
  if (gateway?.availability === 'silent') turn.due.set(`lease:${id}`, null);
  else lost(service, turn, device, turn.at, 'no_report');
};

/** A gateway's connection broke; it has a moment to come back. */
export const linkBroken = (service: Service, turn: Turn, id: string): void => {
  const device = service.world().devices.get(id);
  if (!device || silenceKind(service, device) !== 'gateway_lost') return;
  const key = `link:${id}`;
  turn.due.set(key, { key, kind: 'link', dueAt: turn.at + service.policies.gatewayGraceSeconds * 1000, subject: id });
};

export const linkDue = (service: Service, turn: Turn, id: string): void => {
  turn.due.set(`link:${id}`, null);
  const device = service.world().devices.get(id);
  if (!device || service.connected(id)) return;
  const heardAt = device.lastSeenAt ?? 0;
  if (turn.at - heardAt >= service.policies.gatewayGraceSeconds * 1000) lost(service, turn, device, turn.at, 'link_lost');
};
