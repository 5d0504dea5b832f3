/** The rota and the duty room, one document of each kind a school, for the tests' county. */
import type { DutyCheck, Handover, Leave, LogEntry, Seat, Shift } from '../../services/contracts/rota.ts';
import type { Turn } from '../../services/core/turn.ts';
import { startOfTest } from './documents.ts';

const dayMs = 86_400_000;

const seatOf = (school: string): Seat => ({
  id: `${school}-seat`,
  version: 1,
  school,
  name: `${school} seat`,
  role: 'first',
  console: true,
  hours: [],
  active: true,
  held: { person: `${school}-teacher`, since: startOfTest },
});

const shiftOf = (school: string): Shift => ({
  id: `${school}-shift`,
  version: 1,
  school,
  seat: `${school}-seat`,
  person: `${school}-teacher`,
  startsAt: startOfTest,
  endsAt: startOfTest + dayMs,
  replaces: null,
  reason: 'plan',
  by: `${school}-teacher`,
  cancelled: false,
});

const leaveOf = (school: string): Leave => ({
  id: `${school}-leave`,
  version: 1,
  school,
  person: `${school}-teacher`,
  startsAt: startOfTest + dayMs,
  endsAt: startOfTest + 2 * dayMs,
  by: `${school}-teacher`,
  cancelled: false,
});

const handoverOf = (school: string): Handover => ({
  id: `${school}-handover`,
  version: 1,
  school,
  seat: `${school}-seat`,
  giver: `${school}-teacher`,
  taker: `${school}-other`,
  state: 'open',
  at: startOfTest,
  sheet: {
    openAlarms: [],
    shelved: [],
    blind: [],
    maintenance: [],
    overdueHazards: [],
    pendingCalls: [],
    incidents: [],
    more: {},
  },
  givenAt: null,
  takenAt: null,
});

const checkOf = (school: string): DutyCheck => ({
  id: `${school}-check`,
  version: 1,
  open: true,
  school,
  seat: `${school}-seat`,
  kind: 'remote',
  issuedAt: startOfTest,
  issuedBy: 'system',
  dueAt: startOfTest + 600_000,
  answeredAt: null,
  answeredBy: null,
  missed: false,
});

const entryOf = (school: string): LogEntry => ({
  id: `${school}-entry`,
  version: 1,
  school,
  at: startOfTest,
  by: `${school}-teacher`,
  subject: null,
  subjectId: null,
  text: `${school}: all quiet`,
});

export const putDutyRoom = (turn: Turn, school: string): void => {
  turn.put.seat.set(`${school}-seat`, seatOf(school));
  turn.put.shift.set(`${school}-shift`, shiftOf(school));
  turn.put.leave.set(`${school}-leave`, leaveOf(school));
  turn.put.handover.set(`${school}-handover`, handoverOf(school));
  turn.put.dutyCheck.set(`${school}-check`, checkOf(school));
  turn.put.logEntry.set(`${school}-entry`, entryOf(school));
};
