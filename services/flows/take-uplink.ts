/** One thing said about one device: is it new, when did it happen, what does it mean. */
import type { Device } from '../contracts/place.ts';
import { maxClockLeadMs } from '../contracts/uplink.ts';
import { messageHash } from '../core/message-hash.ts';
import { judgeEvent, kindOfEvent } from '../core/rules/index.ts';
import type { SuppressionReason } from '../core/storms/balance.ts';
import type { Turn } from '../core/turn.ts';
import { noteChange } from '../core/turn.ts';
import { placeDevice } from '../core/world.ts';
import type { IngestCounts } from '../ports.ts';
import { heardFrom, lost } from './availability.ts';
import { judgeInOrder, judgeLate } from './judge.ts';
import type { BatchMemory, Said } from './message.ts';
import type { Occasion } from './raise.ts';
import { takeSignal } from './raise.ts';
import { messageSeries, runtimeOf } from './runtime.ts';
import type { Runtime, Service } from './service.ts';
import { commandAnswered } from './sirens.ts';
import { triggerArrived, triggerDropped, triggerTaken } from './triggers.ts';

/** Older than this when it arrives = 补传 (late), milliseconds. */
const lateAfterMs = 120_000;

/** A clock before 2015 was never set; its readings are placed by receipt. */
const neverSetBefore = Date.UTC(2015, 0, 1);

/** With a sequence number alone, the same bytes are the same message only this long (contract, MQTT). */
const seqAloneMs = 60_000;

interface Placed {
  readonly at: number;
  readonly late: boolean;
  readonly clockWrong: boolean;
}

const place = (ts: number | null, receivedAt: number): Placed => {
  if (ts === null) return { at: receivedAt, late: false, clockWrong: false };
  const clockWrong = ts > receivedAt + maxClockLeadMs || ts < neverSetBefore;
  return clockWrong ? { at: receivedAt, late: false, clockWrong } : { at: ts, late: receivedAt - ts > lateAfterMs, clockWrong };
};

/** Number of a device's series, remembered with what is remembered of the device. */
const seriesIn = (service: Service, device: string, runtime: Runtime, metric: string): number => {
  const known = runtime.series.get(metric);
  if (known !== undefined) return known;
  const id = service.series.seriesOf(device, metric);
  runtime.series.set(metric, id);
  return id;
};

const hashOf = (said: Said): number => messageHash(said.message.topic, said.message.payload) + said.index;

/** By device time: a message newer than all before it cannot be a repeat; any other is looked up by time and hash. */
const repeatedByTime = (
  service: Service,
  turn: Turn,
  memory: BatchMemory,
  said: Said,
  runtime: Runtime,
  ts: number,
  believed: boolean,
): boolean => {
  const hash = hashOf(said);
  const couldRepeat = !believed || ts <= runtime.newestTs;
  if (couldRepeat && (memory.hashes.has(hash) || service.series.has(said.device.id, messageSeries, ts, hash))) return true;
  memory.hashes.add(hash);
  if (believed && ts > runtime.newestTs) runtime.newestTs = ts;
  const { points } = turn;
  points.series.push(seriesIn(service, said.device.id, runtime, messageSeries));
  points.at.push(ts);
  points.value.push(hash);
  return false;
};

const repeatedBySeq = (service: Service, turn: Turn, memory: BatchMemory, said: Said, withinMs: number): boolean => {
  const hash = hashOf(said);
  const seenAt = memory.hashes.has(hash) ? said.message.receivedAt : service.facts.seenAt(said.device.id, hash);
  if (seenAt !== null && said.message.receivedAt - seenAt <= withinMs) return true;
  memory.hashes.add(hash);
  turn.seen.push({ device: said.device.id, hash, at: said.message.receivedAt });
  return false;
};

/** The contract's rule for "the same message again". */
const isRepeat = (service: Service, turn: Turn, memory: BatchMemory, said: Said, runtime: Runtime, placed: Placed): boolean => {
  const { ts, boot, seq } = said.uplink;
  if (ts !== null) return repeatedByTime(service, turn, memory, said, runtime, ts, !placed.clockWrong);
  if (seq === null) return false;
  return repeatedBySeq(service, turn, memory, said, boot === null ? seqAloneMs : Number.POSITIVE_INFINITY);
};

/** What the device page warns of: a wrong clock, messages that are not acknowledged. */
const noteManners = (service: Service, turn: Turn, said: Said, placed: Placed): void => {
  const device = service.world().devices.get(said.device.id) ?? said.device;
  const ahead = placed.clockWrong || (device.clockAhead && said.uplink.ts === null);
  const unacknowledged = said.message.qos === 0;
  if (ahead === device.clockAhead && unacknowledged === device.unacknowledged) return;
  const next: Device = { ...device, version: device.version + 1, clockAhead: ahead, unacknowledged };
  placeDevice(service.world(), next);
  turn.put.device.set(next.id, next);
  noteChange(turn, 'device', next);
};

const takeReadings = (service: Service, turn: Turn, counts: IngestCounts, said: Said, runtime: Runtime, placed: Placed): void => {
  if (said.uplink.type !== 'readings') return;
  const { points } = turn;
  const { values } = said.uplink;
  let inOrder = placed.at >= runtime.judgedAt;
  for (const [metric, value] of values) {
    points.series.push(seriesIn(service, said.device.id, runtime, metric));
    points.at.push(placed.at);
    points.value.push(value);
  }
  counts.readings += values.length;
  // Older than another metric's newest reading, but not than its own: each metric's order is what its rules need.
  inOrder ||= values.every(([metric]) => placed.at >= (runtime.judged.get(metric) ?? Number.NEGATIVE_INFINITY));
  if (inOrder) judgeInOrder(service, turn, said, runtime, values, placed);
  else judgeLate(service, turn, said, runtime, values, placed.at);
};

/** An active event ends here, for this reason; counted, or a storm's sheet would not balance. */
const dropTrigger = (turn: Turn, { uplink, device }: Said, runtime: Runtime, reason: SuppressionReason): void => {
  if (uplink.type === 'event' && uplink.state === 'active') triggerDropped(turn, device, kindOfEvent(runtime.rules, uplink.event), reason);
};

const takeEvent = (service: Service, turn: Turn, counts: IngestCounts, said: Said, runtime: Runtime, placed: Placed): void => {
  const { uplink, device, message } = said;
  if (uplink.type !== 'event') return;
  const before = runtime.said.get(uplink.event);
  // A device that repeats its state in every report says nothing new by it; nor is "no smoke" news from one that never said smoke.
  if (uplink.stateful && (before ? before.state === uplink.state : uplink.state === 'cleared')) {
    dropTrigger(turn, said, runtime, 'same_state');
    return;
  }
  counts.events += 1;
  const newer = before !== undefined && before.at > placed.at ? before : null;
  if (!newer) runtime.said.set(uplink.event, { state: uplink.state, at: placed.at });
  turn.events.push({
    device: device.id,
    school: device.school,
    at: placed.at,
    receivedAt: message.receivedAt,
    event: uplink.event,
    state: uplink.state,
    late: placed.late,
    detail: { confidence: uplink.confidence, text: uplink.text, media: uplink.media },
  });
  // Late news: an older "all clear" changes nothing; an older alarm opens, though newer news may say that it is over.
  if (newer && uplink.state === 'cleared') return;
  const occasion: Occasion = {
    receivedAt: message.receivedAt,
    late: placed.late,
    text: uplink.text,
    media: uplink.media,
    goneSince: newer?.state === 'cleared' ? newer.at : null,
    exercise: null,
  };
  const event = { event: uplink.event, state: uplink.state, at: placed.at, confidence: uplink.confidence, text: uplink.text };
  const signals = judgeEvent(runtime.rules, runtime.state, event);
  const alarms = signals.map((signal) => takeSignal(service, turn, device, signal, occasion));
  const alarm = alarms.find((taken) => taken !== null);
  if (!alarm) dropTrigger(turn, said, runtime, signals.length === 0 ? 'no_rule' : 'already_over');
  else if (uplink.state === 'active') triggerTaken(turn, device, kindOfEvent(runtime.rules, uplink.event), alarm);
  if (uplink.event === 'test') noteTest(service, turn, device, placed.at);
};

const noteTest = (service: Service, turn: Turn, device: Device, at: number): void => {
  const now = service.world().devices.get(device.id) ?? device;
  const next: Device = { ...now, version: now.version + 1, lastTestAt: Math.max(now.lastTestAt ?? 0, at) };
  placeDevice(service.world(), next);
  turn.put.device.set(next.id, next);
  noteChange(turn, 'device', next);
};

/** Takes in one uplink. A repeat has no effect at all: somebody may be replaying what was recorded, it proves no life. */
export const takeUplink = (service: Service, turn: Turn, counts: IngestCounts, memory: BatchMemory, said: Said): void => {
  const { uplink, message, device, identity } = said;
  const runtime = runtimeOf(service, device);
  const placed = place(uplink.ts, message.receivedAt);
  const goodbye = (uplink.type === 'status' || uplink.type === 'gateway') && !uplink.online;
  if (uplink.type === 'event' && uplink.state === 'active') triggerArrived(turn, device, kindOfEvent(runtime.rules, uplink.event));
  if (isRepeat(service, turn, memory, said, runtime, placed)) {
    counts.duplicates += 1;
    dropTrigger(turn, said, runtime, 'same_message');
    return;
  }
  noteManners(service, turn, said, placed);
  if (goodbye) {
    // A word of farewell may hasten "silent", never clear it.
    if (!placed.late) lost(service, turn, service.world().devices.get(device.id) ?? device, message.receivedAt, 'said_offline');
    return;
  }
  heardFrom(service, turn, device, identity, uplink, message.receivedAt);
  if (uplink.type === 'readings') takeReadings(service, turn, counts, said, runtime, placed);
  else if (uplink.type === 'event') takeEvent(service, turn, counts, said, runtime, placed);
  else if (uplink.type === 'reply') commandAnswered(service, turn, device.id, { id: uplink.command, done: uplink.done });
};
