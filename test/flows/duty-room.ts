/** A duty room in the house: three seats, people who may hold them, and their acts; a refusal fails the test with its code. */
import type { Person } from '../../services/contracts/place.ts';
import type { Handover, Seat, SeatForm, Shift, ShiftForm } from '../../services/contracts/rota.ts';
import { newTurn } from '../../services/core/turn.ts';
import { actsOf } from '../../services/flows/acts.ts';
import type { Result } from '../../services/ports.ts';
import type { House } from './harness.ts';
import { actorOf, settle } from './people.ts';

export const hour = 3600_000;
export const minute = 60_000;

/** Shanghai's time. */
export const at = (text: string): number => Date.parse(`${text}:00+08:00`);

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result.value;
};

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.code);

export const crew = ['ann', 'ben', 'cai', 'dan'];

const addPeople = (house: House): void => {
  const turn = newTurn(house.now);
  const person = (id: string, role: Person['role']): Person => ({
    id,
    name: `名${id}`,
    role,
    org: 's1',
    phone: '13800000000',
    active: true,
  });
  for (const one of [...crew.map((id) => person(id, 'duty-officer')), person('lee', 'duty-leader')]) {
    house.store.world().people.set(one.id, one);
    turn.put.person.set(one.id, one);
  }
  house.store.commit(turn);
};

export const seatForm = (fields: Partial<SeatForm> = {}): SeatForm => ({
  school: 's1',
  name: '主班',
  role: 'first',
  console: true,
  hours: [],
  active: true,
  ...fields,
});

export const roomIn = (house: () => House) => {
  const acts = () => actsOf(house().service);
  const actor = (id: string) => actorOf(house(), id);
  const shift = (seat: string, person: string, startsAt: number, endsAt: number, fields: Partial<ShiftForm> = {}): ShiftForm => ({
    seat,
    person,
    startsAt,
    endsAt,
    replaces: null,
    reason: 'plan',
    ...fields,
  });
  const seat = (id = 'one'): Seat => {
    const found = house().store.facts.get('seat', id);
    if (!found) throw new Error(`no seat ${id}`);
    return found;
  };
  return {
    acts,
    actor,
    shift,
    seat,
    /** People, and the seats `one` (console), `two` and `boss` (telephone). */
    open: (): void => {
      settle(house());
      addPeople(house());
      const put = (id: string, fields: Partial<SeatForm>) =>
        must(acts().putSeat(actor('principal'), id, seatForm({ name: id, ...fields }), 0));
      put('one', {});
      put('two', { role: 'second', console: false });
      put('boss', { role: 'leader', console: false });
    },
    put: (...forms: ShiftForm[]): Shift[] => must(acts().addShifts(actor('principal'), forms)).items,
    holder: (id = 'one'): string | null => seat(id).held?.person ?? null,
    /** Both sign. */
    handOver: (taker: string, id = 'one'): Handover => {
      const giver = seat(id).held?.person ?? '';
      const sheet = must(acts().openHandover(actor(giver), id, taker));
      const given = must(acts().signHandover(actor(giver), sheet.id, sheet.version));
      return must(acts().signHandover(actor(taker), sheet.id, given.version));
    },
    inbox: (person: string, kind: string) =>
      house().store.facts.list('inboxItem', { where: { person, kind }, schools: null, limit: 100 }).items,
    audited: (subject: string, id: string) =>
      house()
        .store.facts.timeline(subject, id)
        .map(({ act }) => act),
  };
};
