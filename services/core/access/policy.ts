/**
 * Who may do what, as one table, and whose objects they may do it to. A role says *what*; a person's place in the
 * organisation says *where*: the branch at and below it, nothing beside it.
 */
import type { ChangeType } from '../../contracts/live.ts';
import { changeTypes } from '../../contracts/live.ts';
import type { Role } from '../../contracts/values.ts';
import { roles } from '../../contracts/values.ts';
import type { World } from '../world.ts';
import { branchAbove } from '../world.ts';

const bureau = ['bureau-admin', 'bureau-leader', 'bureau-inspector'] as const;
/** Who works with the alarms of a school. */
const duty = ['principal', 'safety-officer', 'duty-leader', 'duty-officer'] as const;
/** Everyone shown the school's board: all but a repairer, who comes for a hazard and sees hazards only. */
const board = roles.filter((role) => role !== 'repairer');

/**
 * Permission → roles. Bureau roles read the whole branch and act on hazards, but do not operate a school's alarms:
 * the school is the one on the spot and bears the duty (domain A1 #4, #5). Resetting a latched alarm is the duty
 * leader's or the principal's act (domain C3).
 */
export const permissionTable = {
  'place.read': roles,
  'device.read': board,
  'alarm.read': board,
  'incident.read': board,
  'hazard.read': roles,
  /** May report what they found (随手拍 by people who sign in). */
  'hazard.report': roles.filter((role) => role !== 'viewer'),
  'evidence.add': roles.filter((role) => role !== 'viewer'),
  /** Whether a doubted picture is genuine. */
  'evidence.decide': [...bureau, 'principal', 'safety-officer'],
  'document.read': roles.filter((role) => role !== 'viewer'),
  /** Takes delivery of a formal document: opinion and signature of the school's leader. */
  'document.sign': ['principal'],
  'duty.read': roles,
  'duty.manage': ['bureau-admin', 'bureau-leader', 'principal', 'school-admin'],
  'risk.read': roles,
  'risk.manage': ['bureau-admin', 'bureau-inspector', 'principal', 'safety-officer', 'school-admin'],
  /** Does a control's check or a patrol that is one's own. */
  'control.check': roles.filter((role) => role !== 'viewer'),
  'measure.read': roles,
  'measure.manage': [...bureau, 'principal', 'safety-officer'],
  'analysis.read': [...bureau, 'principal', 'safety-officer', 'school-admin', 'viewer'],
  'report.read': [...bureau, ...duty],
  /** 首报 / 续报 / 终报: the school reports, the bureau receives. */
  'report.add': duty,
  'finding.read': [...bureau, 'principal'],
  /** A finding becomes an accountability case, or not, by a leader's decision alone. */
  'finding.decide': ['bureau-leader', 'bureau-admin'],
  'accountability.read': bureau,
  'accountability.manage': ['bureau-leader', 'bureau-admin'],
  'person.erase': ['bureau-admin'],
  'organisation.import': ['bureau-admin', 'school-admin'],
  'inbox.read': roles,
  /** Names and telephone numbers of people in the branch. */
  'people.read': [...bureau, ...duty, 'school-admin'],
  /** Who was told, and why not: `notice` changes and `/why`. */
  'notice.read': [...bureau, ...duty, 'school-admin'],
  /** Pictures from cameras: minors may be on them, so only those who judge or supervise; every look is logged. */
  'evidence.read': [...bureau, ...duty],
  'rejected.read': [...bureau, 'school-admin', 'safety-officer'],
  'alarm.acknowledge': duty,
  'alarm.verify': duty,
  'alarm.confirm': duty,
  'alarm.dismiss': duty,
  'alarm.shelve': duty,
  'alarm.unshelve': duty,
  'alarm.reset': ['principal', 'duty-leader'],
  /** May take part in hazards at all; which step is whose is written in the transition table. */
  'hazard.act': roles.filter((role) => role !== 'viewer'),
  /** The second person who agrees to a life-safety alarm being shelved. */
  'alarm.cosign': duty,
  /** Takes part in a response: which act is whose is written in the response rules (domain C4). */
  'incident.act': [...bureau, ...duty],
  'rota.read': roles,
  'rota.manage': ['bureau-admin', 'principal', 'safety-officer', 'school-admin', 'duty-leader'],
  /** 交接班, answering a 查岗, writing in the log. */
  'duty.hold': [...bureau, ...duty],
  /** Issues a remote 查岗. */
  'dutyCheck.issue': [...bureau, 'principal', 'safety-officer', 'duty-leader'],
  'dutyCheck.read': [...bureau, ...duty],
  'console.read': board,
  'storm.read': board,
  'storm.acknowledge': duty,
  'maintenance.read': board,
  'maintenance.manage': ['principal', 'safety-officer', 'duty-leader', 'school-admin'],
  'response.read': board,
  'response.manage': ['bureau-admin', 'bureau-leader', 'principal', 'safety-officer', 'school-admin'],
  'muster.read': board,
  'muster.count': board.filter((role) => role !== 'viewer'),
  'responder.read': [...bureau, ...duty, 'school-admin'],
  'responder.manage': ['bureau-admin', 'principal', 'safety-officer', 'school-admin'],
  'request.read': board,
  'request.act': [...bureau, ...duty],
  /** Its script names a caller and a number. */
  'phoneTask.read': [...bureau, ...duty],
  'phoneTask.act': duty,
  'capMessage.read': board,
  /** A warning service's token brings messages of others. */
  'capMessage.add': ['bureau-admin', 'school-admin'],
  'runnerTask.read': board,
  'runnerTask.assign': duty,
  /** Does the task that was given to oneself. */
  'runnerTask.act': board.filter((role) => role !== 'viewer'),
  'drill.read': board,
  'drill.manage': ['bureau-admin', 'bureau-leader', 'principal', 'safety-officer', 'duty-leader'],
  'device.manage': ['bureau-admin', 'school-admin'],
  'people.manage': ['bureau-admin', 'school-admin'],
  'school.manage': ['bureau-admin'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

export type Permission = keyof typeof permissionTable;

export const permissions = Object.keys(permissionTable) as Permission[];

/** Does the role permit it at all? Where is a separate question: `sees`. */
export const may = (role: Role, permission: Permission): boolean => (permissionTable[permission] as readonly Role[]).includes(role);

export const permissionsOf = (role: Role): Permission[] => permissions.filter((permission) => may(role, permission));

/** The place of a token that was made for the whole installation; no organisation can have this id. */
export const wholeInstallation = '*';

/** Does someone placed at `org` see the objects of `school` (or of another organisation)? */
export const sees = (world: World, org: string, school: string): boolean =>
  org === wholeInstallation || branchAbove(world, school).includes(org);

/** Organisations at or below `org`; null = all of them, whatever their number. */
export const orgsBelow = (world: World, org: string): string[] | null =>
  org === wholeInstallation ? null : [...world.orgs.keys()].filter((id) => sees(world, org, id));

/** Schools at or below `org`; null = all of them, and what belongs to no school. */
export const schoolsSeen = (world: World, org: string): string[] | null =>
  orgsBelow(world, org)?.filter((id) => world.orgs.get(id)?.kind === 'school') ?? null;

/** The types of change a role is shown. */
export const audienceTypes = (role: Role): ChangeType[] => changeTypes.filter((type) => may(role, `${type}.read`));
