/** Codes of drills and of looking at the spot (flows/drills.ts, flows/runners.ts). */
export const enDrillActs = {
  'drill.planned': 'Drill planned',
  'drill.started': 'Drill began',
  'drill.ended': 'Drill ended',
  'drill.preempted': 'A real alarm ended the drill',
  'drill.cancelled': 'Drill given up',
  'drill.missed': 'Drill not held in time',
  'runner.sent': 'Somebody was sent to look',
  'runner.arrived': 'The runner is on the spot',
  'runner.found': 'The runner said what they found',
  'runner.late': 'No runner on the spot after three minutes',
};

export const enDrillProblems = {
  not_planned: 'This drill has begun or is over.',
  not_running: 'This drill is not under way.',
  real_alarm: 'A real alarm is not over yet; a drill cannot begin.',
  other_drill: 'Another drill is under way at this school.',
  unknown_device: 'There is no such device at this school.',
  signal_after_end: 'A signal of the drill comes after its end.',
  already_sent: 'This person is on the way already.',
  wrong_place: 'This code is not of the place of the alarm.',
  unknown_code: 'This code is not valid; scan the one on the wall.',
};
