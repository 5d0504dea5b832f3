/** Codes of graded response in English; the Chinese ones are in zh-response-codes.ts. */
import type * as zh from './zh-response-codes.ts';

type Words<T> = Readonly<Record<keyof T, string>>;

export const enResponseReasons: Words<typeof zh.zhResponseReasons> = {
  only_people: 'a person must sign in for this',
  already_commander: 'you command already',
  cannot_command: 'your role cannot command at this level',
  outranked: 'whoever commands now stands higher',
  not_commander: 'only whoever commands may do this',
  highest_level: 'this is the highest level',
  lowest_level: 'this is the lowest level',
  no_task_open: 'no task is open',
  already_controlled: 'already declared under control',
  not_controlled: 'not declared under control yet',
  alarms_open: 'some alarms are not over or not reset',
};

export const enResponseProblems: Words<typeof zh.zhResponseProblems> = {
  not_higher: 'Choose a higher level.',
  unknown_task: 'There is no such task; refresh and try again.',
  task_done: 'This task is done already.',
  task_taken: 'Somebody else has taken this task.',
  plan_in_force: 'A plan that was in force cannot be changed; write the next edition.',
  second_person: 'Somebody else than its author puts a plan in force.',
  own_needs_text: 'A task of your own needs its words.',
  muster_open: 'Heads are being counted already.',
  no_groups: 'The school has no classes on record to be counted.',
};

export const enResponseActs: Words<typeof zh.zhResponseActs> = {
  'incident.commanded': 'Command taken',
  'incident.raised': 'Level raised',
  'incident.lowered': 'Level lowered',
  'incident.task_taken': 'Task taken',
  'incident.task_done': 'Task done',
  'incident.task_late': 'Task late',
  'incident.casualties': 'Casualty figures updated',
  'incident.controlled': 'Declared under control',
  'incident.control_lost': 'Another alarm: no longer under control',
  'incident.alarms_over': 'All alarms are over: the response may end',
  'response_plan.drafted': 'Plan drafted',
  'response_plan.in_force': 'Plan put in force',
  'response_plan.superseded': 'Plan replaced by a newer edition',
  'muster.opened': 'Muster begun',
  'muster.counted': 'Heads counted',
  'muster.missing': 'People are missing',
  'muster.closed': 'Muster ended',
  'supply.added': 'Supply added',
  'supply.changed': 'Supply changed',
  'supply.checked': 'Supply checked',
  'team.added': 'Team added',
  'team.changed': 'Team changed',
};

export const enResponseTasks: Words<typeof zh.zhResponseTasks> = {
  call_119: 'Call 119',
  local_action: 'Those on the spot act first',
  send_runner: 'Send somebody to look',
  broadcast_zone: 'Broadcast to the zone',
  inform_principal: 'Tell the principal',
  evacuate_building: 'Evacuate the building',
  assemble_team: 'Assemble the response team',
  roll_call: 'Roll-call',
  medical_post: 'Set up a medical post',
  report_bureau: 'Telephone the bureau',
  evacuate_campus: 'Evacuate the campus',
  count_assembly: 'Count heads at the assembly points',
  bring_supplies: 'Bring the supplies',
  inform_parents: 'Tell the parents',
  hand_over_command: 'Hand command to the county government',
  situation_picture: 'Gather the situation picture',
  one_voice: 'Speak to the public with one voice',
  own: 'Task of the plan',
};

export const enResponseTriggers: Words<typeof zh.zhResponseTriggers> = {
  confirmed: 'an alarm was confirmed',
  zones: 'two floors or zones are affected',
  injured: 'somebody is hurt',
  building_wide: 'the whole building is affected',
  serious: 'several people are seriously hurt',
  dead: 'somebody has died',
  hazardous_chemicals: 'hazardous chemicals',
  buildings: 'several buildings at once',
  schools: 'several schools at once',
  many_serious: 'many people are seriously hurt',
  many_dead: 'several people have died',
  uncontrolled: 'not under control in time',
  rekindled: 'another alarm after control',
};

export const enReadinessChecks: Words<typeof zh.zhReadinessChecks> = {
  plan_in_force: 'An emergency plan is in force',
  plan_reviewed: 'The plan was reviewed in time',
  drill_recent: 'Drills are held in time',
  rota_filled: 'The rota of the days ahead is filled',
  two_on_shift: 'Enough people are on duty now',
  responders_verified: 'The contacts of responders are verified',
  supplies_current: 'No supply has expired',
  teams_named: 'The teams have leaders and members',
};

export const enResponseNews: Words<typeof zh.zhResponseNews> = {
  muster_missing: 'People are missing at the muster; check the casualty figures.',
  plan_review_due: 'An emergency plan is to be reviewed.',
  supply_expired: 'A supply has expired.',
};

export const enResponseSubjects: Words<typeof zh.zhResponseSubjects> = { responsePlan: 'Emergency plan', supply: 'Supply' };
