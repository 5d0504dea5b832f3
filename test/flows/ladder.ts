/** A house with people to call, and a world outside that writes down what leaves and answers as told. */
import type { Alarm } from '../../services/contracts/alarm.ts';
import type { Call } from '../../services/contracts/call.ts';
import type { Person } from '../../services/contracts/place.ts';
import type { Seat, Shift } from '../../services/contracts/rota.ts';
import type { Role } from '../../services/contracts/values.ts';
import { may } from '../../services/core/access/policy.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actOnAlarm } from '../../services/flows/act-on-alarm.ts';
import { screenShowed } from '../../services/flows/calls.ts';
import type { Outside } from '../../services/flows/deliver.ts';
import { createDeliver } from '../../services/flows/deliver.ts';
import { tick } from '../../services/flows/tick.ts';
import type { Outgoing, Sent } from '../../services/ports.ts';
import type { House } from './harness.ts';
import { openHouse } from './harness.ts';
import { deafOutside } from './outside.ts';

export interface Left extends Outgoing {
  readonly leftAt: number;
}

export type Answer = (outgoing: Outgoing) => Sent | Promise<Sent>;

export const accepted: Answer = () => ({ ok: true, state: 'sent', receipt: null });
export const delivered: Answer = () => ({ ok: true, state: 'delivered', receipt: null });
export const refusedNow: Answer = () => ({ ok: false, code: 'provider_error', again: true });
export const refusedForEver: Answer = () => ({ ok: false, code: 'recipient_refused', again: false });

export interface Station {
  house: House;
  /** What left the house, in order. */
  readonly left: Left[];
  answer: Answer;
  /** One beat of the clock's door, with what it hands to the world outside. */
  beat(): Promise<void>;
  /** Moves the clock on, a quarter of a second at a time, as `app.ts` does. */
  wait(ms: number, stepMs?: number): Promise<void>;
  person(id: string, role: Role, fields?: Partial<Person>): Person;
  seat(role: Seat['role'], person: string | null, fields?: Partial<Seat>): void;
  alarm(device?: string): Alarm;
  now(id: string): Alarm;
  calls(subjectId: string): Call[];
  act(person: string, alarm: string, action: 'acknowledge' | 'verify' | 'confirm'): ReturnType<typeof actOnAlarm>;
  paint(person: string, alarm: string): void;
  restart(): void;
}

const beatMs = 250;

export const openStation = (options: { now?: number } = {}): Station => {
  const left: Left[] = [];
  const station = { house: openHouse(options), left, answer: delivered } as Station;
  const outside: Outside = {
    ...deafOutside,
    claimLink: (text) => `https://campus.example/a/${text}~tag`,
    send: async (outgoing) => {
      left.push({ ...outgoing, leftAt: station.house.now });
      return station.answer(outgoing);
    },
  };
  const fail = (_: unknown, error: unknown): never => {
    throw error;
  };
  let deliver = createDeliver(station.house.service, outside, fail);
  const put = (build: (turn: ReturnType<typeof newTurn>) => void): void => {
    const turn = newTurn(station.house.now);
    build(turn);
    station.house.store.commit(turn);
  };
  return Object.assign(station, {
    beat: async () => {
      await deliver(tick(station.house.service));
    },
    wait: async (ms: number, stepMs = beatMs) => {
      for (const end = station.house.now + ms; station.house.now < end; ) {
        station.house.now = Math.min(station.house.now + stepMs, end);
        await station.beat();
      }
    },
    person: (id: string, role: Role, fields: Partial<Person> = {}) => {
      const person: Person = { id, name: id, role, org: 's1', phone: '13800000000', active: true, ...fields };
      put((turn) => {
        station.house.store.world().people.set(id, person);
        turn.put.person.set(id, person);
      });
      return person;
    },
    seat: (role: Seat['role'], person: string | null, fields: Partial<Seat> = {}) => {
      const { now } = station.house;
      const seat: Seat = {
        id: `seat-${role}`,
        version: 1,
        school: 's1',
        name: role,
        role,
        console: false,
        hours: [],
        active: true,
        held: null,
        ...fields,
      };
      put((turn) => {
        station.house.store.world().seats.set(seat.id, seat);
        turn.put.seat.set(seat.id, seat);
        if (person === null) return;
        const shift: Shift = {
          id: `shift-${seat.id}-${person}`,
          version: 1,
          school: 's1',
          seat: seat.id,
          person,
          startsAt: now - 3600_000,
          endsAt: now + 30 * 24 * 3600_000,
          replaces: null,
          reason: 'plan',
          by: 'system',
          cancelled: false,
        };
        station.house.store.world().shifts.set(shift.id, shift);
        turn.put.shift.set(shift.id, shift);
      });
    },
    alarm: (device = 'd1') => {
      station.house.publish(device, 'event', { ts: station.house.now, type: 'smoke_alarm', state: 'active' });
      const alarm = station.house.alarms().find((one) => one.device === device && one.kind === 'smoke');
      if (!alarm) throw new Error('no alarm');
      return alarm;
    },
    now: (id: string) => {
      const alarm = station.house.store.facts.get('alarm', id);
      if (!alarm) throw new Error(`no alarm ${id}`);
      return alarm;
    },
    calls: (subjectId: string) =>
      station.house.store.facts.list('call', { where: { subjectId }, schools: null, limit: 500 }).items.reverse(),
    act: (person: string, alarm: string, action: 'acknowledge' | 'verify' | 'confirm') => {
      const known = station.house.store.world().people.get(person);
      if (!known) throw new Error(`no person ${person}`);
      return actOnAlarm(station.house.service, known, alarm, { action }, null, (wanted) => may(known.role, `alarm.${wanted}`));
    },
    paint: (person: string, alarm: string) => put((turn) => screenShowed(station.house.service, turn, person, alarm)),
    restart: () => {
      station.house = station.house.reopen();
      deliver = createDeliver(station.house.service, outside, fail);
    },
  } satisfies Omit<Station, 'house' | 'left' | 'answer'>);
};
