import { nativeTopic } from '../../services/contracts/uplink.ts';
import { type Moment, merge, type Stage } from '../moments.ts';
import { type Actor, actorsOf, CastMissing, type Scenario } from './scenario.ts';

const stepMs = 500;
const durationMs = 40_000;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

interface Bad {
  readonly topic: string;
  readonly payload: Uint8Array;
}

/** Everything here has to be acknowledged, without effect, and be listed as rejected. */
const badMessages = ({ device }: Actor): Bad[] => {
  const telemetry = nativeTopic(device.school, device.id, 'telemetry');
  const event = nativeTopic(device.school, device.id, 'event');
  const good = '{"values":{"temperature":21.5}}';
  return [
    { topic: telemetry, payload: text('{"values":{"temperature":21.5}') },
    { topic: telemetry, payload: text('') },
    { topic: telemetry, payload: text('null') },
    { topic: telemetry, payload: text('"hot"') },
    { topic: telemetry, payload: text('[null,17,"x",{}]') },
    { topic: telemetry, payload: text('{"values":null}') },
    { topic: telemetry, payload: text('{"values":[21.5]}') },
    { topic: telemetry, payload: text('{"ts":"yesterday","values":{"temperature":21.5}}') },
    { topic: telemetry, payload: text('{"ts":1e300,"values":{"temperature":21.5}}') },
    { topic: telemetry, payload: text('{"values":{"temperature":{"deep":{"er":1}}}}') },
    { topic: telemetry, payload: text(`${'['.repeat(5000)}${']'.repeat(5000)}`) },
    { topic: telemetry, payload: Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
    { topic: telemetry, payload: Uint8Array.from([0x00, 0x01, 0x02, 0x03, 0x80, 0xc0]) },
    // The broker takes up to 64 KiB of packet; nothing this long is JSON of a reading.
    { topic: telemetry, payload: text(`{"values":{"temperature":"${'9'.repeat(60_000)}`) },
    { topic: event, payload: text('{"type":"earthquake","state":"active"}') },
    { topic: event, payload: text('{"type":"smoke_alarm","state":"perhaps"}') },
    { topic: event, payload: text('{"type":"smoke_alarm","state":"active","confidence":7}') },
    { topic: nativeTopic(device.school, 'no-such-device', 'telemetry'), payload: text(good) },
    { topic: nativeTopic('no-such-school', device.id, 'telemetry'), payload: text(good) },
    { topic: `campus/v1/${device.school}/${device.id}`, payload: text(good) },
    { topic: `campus/v1/${device.school}/${device.id}/telemetry/extra`, payload: text(good) },
    { topic: `campus/v2/${device.school}/${device.id}/telemetry`, payload: text(good) },
    { topic: 'somewhere/else', payload: text(good) },
    { topic: `campus/v1/${device.school}/__proto__/telemetry`, payload: text(good) },
  ];
};

/** How many bad messages each taking-part device sends. */
export const badCount = (actor: Actor): number => badMessages(actor).length;

function* babbling(_stage: Stage, actor: Actor): Generator<Moment> {
  let atMs = 0;
  for (const bad of badMessages(actor)) {
    yield { act: 'raw', atMs, identity: actor.identity, ...bad };
    yield { act: 'say', atMs: atMs + stepMs, ...actor, say: { type: 'readings', values: { temperature: 21.5, humidity: null } } };
    atMs += 2 * stepMs;
  }
}

export const malformed: Scenario = {
  name: 'malformed',
  title: {
    zh: '畸形报文：坏 JSON、错误主题、空值、超长、坏 UTF-8，夹在正常报文之间',
    en: 'bad JSON, wrong topics, nulls, huge and non-UTF-8 payloads between good ones',
  },
  durationMs,
  defaultSpeed: 5,
  fleet: { gateways: 1, devices: 4 },
  play: (stage) => {
    const cast = actorsOf(stage.identities)
      .filter(({ identity }) => identity.codec === 'native')
      .slice(0, 4);
    if (cast.length === 0) throw new CastMissing('this scenario needs a device of the native form; the fleet has none');
    return merge(cast.map((actor) => babbling(stage, actor)));
  },
};
