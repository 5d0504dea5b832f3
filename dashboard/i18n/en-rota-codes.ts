/** Codes of the rota, handovers, presence checks and the log (flows/rota.ts, handover.ts, duty-checks.ts, log.ts). */
export const enRotaActs = {
  'seat.added': 'Seat added',
  'seat.changed': 'Seat changed',
  'seat.taken': 'Began duty; now answers for the seat',
  'seat.left': 'Hours over; nobody has to answer for the seat',
  'shift.added': 'Shift put on the rota',
  'shift.swapped': 'Somebody else takes the shift',
  'shift.cancelled': 'Shift taken off the rota',
  'leave.added': 'Leave noted',
  'leave.cancelled': 'Leave taken back',
  'rota.gaps_found': 'Gaps found in the rota',
  'handover.opened': 'Handover sheet made',
  'handover.given': 'The giver signed',
  'handover.taken': 'The taker signed; responsibility moved',
  'handover.cancelled': 'Handover given up',
  'alarm.handed_over': 'Handed over to the next shift',
  'duty_check.issued': 'Presence check issued',
  'duty_check.answered': 'Presence check answered',
  'duty_check.missed': 'Presence check not answered in time',
  'duty_check.replaced': 'A newer presence check took its place',
  'log.written': 'Entry in the duty log',
};

export const enRotaProblems = {
  bad_hours: 'Hours must end after they begin, at most a day later.',
  bad_times: 'The times do not fit: the end must come after the beginning, must not be past, and the stretch must not be too long.',
  cannot_hold: 'This person’s role cannot be on duty.',
  check_waiting: 'A presence check of this seat is waiting for an answer.',
  giver_left: 'The giver does not hold the seat any more: give this handover up and start again.',
  handover_open: 'A handover of this seat is not signed by both yet.',
  holds_already: 'This person holds the seat already.',
  leaves_gap: 'Nobody would hold the seat then: put somebody in their place.',
  no_console: 'This seat has no console and cannot ask by sound.',
  nobody_holds: 'Nobody holds the seat now: whoever’s shift begins takes it.',
  not_on_rota: 'This person is not on the rota now or next: swap the shift first.',
  not_on_seat: 'Only whoever holds the seat answers its presence checks.',
  not_your_turn: 'It is not your turn: the giver signs first, then the taker.',
  overlap: 'Somebody is on this seat at that time already.',
  unknown_seat: 'There is no such seat, or it is out of use.',
  unknown_shift: 'There is no such shift to take the place of.',
  unknown_subject: 'The record is not there, or does not belong to this place.',
};

/** What lies in the inbox. */
export const enRotaNews = {
  duty_check: 'Presence check: answer now, within 10 minutes.',
  duty_check_missed: 'Nobody answered a presence check for 10 minutes. Find out who is on duty!',
  handover_late: 'The next shift has begun and the handover is not signed; until then the giver answers for the seat.',
  rota_gaps: 'The rota of the next 30 days has gaps; please fill them.',
};
export const enRotaSubjects = { seat: 'Seat', rota: 'Rota', dutyCheck: 'Presence check' };
export const enRotaAs = { giver: 'giver', taker: 'taker', duty_leader: 'duty leader', supervisor: 'above the seat' };
