import { describe, expect, it } from 'vitest';
import type { Org } from '../../../services/contracts/place.ts';
import { roles } from '../../../services/contracts/values.ts';
import {
  audienceTypes,
  may,
  orgsBelow,
  permissions,
  permissionsOf,
  schoolsSeen,
  sees,
  wholeInstallation,
} from '../../../services/core/access/policy.ts';
import { emptyWorld } from '../../../services/core/world.ts';

/** Written out once more, one letter a role in the order of the contract, so that a slip in the table shows. */
const order =
  'A=bureau-admin L=bureau-leader I=bureau-inspector P=principal S=safety-officer M=school-admin D=duty-leader O=duty-officer G=grid-person R=repairer T=teacher V=viewer';
const expected: Record<string, string> = {
  'place.read': 'ALIPSMDOGRTV',
  'device.read': 'ALIPSMDOGTV',
  'alarm.read': 'ALIPSMDOGTV',
  'incident.read': 'ALIPSMDOGTV',
  'hazard.read': 'ALIPSMDOGRTV',
  'people.read': 'ALIPSMDO',
  'notice.read': 'ALIPSMDO',
  'evidence.read': 'ALIPSDO',
  'rejected.read': 'ALISM',
  'alarm.acknowledge': 'PSDO',
  'alarm.verify': 'PSDO',
  'alarm.confirm': 'PSDO',
  'alarm.dismiss': 'PSDO',
  'alarm.shelve': 'PSDO',
  'alarm.unshelve': 'PSDO',
  'alarm.reset': 'PD',
  'hazard.act': 'ALIPSMDOGRT',
  'hazard.report': 'ALIPSMDOGRT',
  'evidence.add': 'ALIPSMDOGRT',
  'evidence.decide': 'ALIPS',
  'document.read': 'ALIPSMDOGRT',
  'document.sign': 'P',
  'duty.read': 'ALIPSMDOGRTV',
  'duty.manage': 'ALPM',
  'risk.read': 'ALIPSMDOGRTV',
  'risk.manage': 'AIPSM',
  'control.check': 'ALIPSMDOGRT',
  'measure.read': 'ALIPSMDOGRTV',
  'measure.manage': 'ALIPS',
  'analysis.read': 'ALIPSMV',
  'report.read': 'ALIPSDO',
  'report.add': 'PSDO',
  'finding.read': 'ALIP',
  'finding.decide': 'AL',
  'accountability.read': 'ALI',
  'accountability.manage': 'AL',
  'person.erase': 'A',
  'organisation.import': 'AM',
  'inbox.read': 'ALIPSMDOGRTV',
  'alarm.cosign': 'PSDO',
  'incident.act': 'ALIPSDO',
  'rota.read': 'ALIPSMDOGRTV',
  'rota.manage': 'APSMD',
  'duty.hold': 'ALIPSDO',
  'dutyCheck.issue': 'ALIPSD',
  'dutyCheck.read': 'ALIPSDO',
  'console.read': 'ALIPSMDOGTV',
  'storm.read': 'ALIPSMDOGTV',
  'storm.acknowledge': 'PSDO',
  'maintenance.read': 'ALIPSMDOGTV',
  'maintenance.manage': 'PSMD',
  'response.read': 'ALIPSMDOGTV',
  'response.manage': 'ALPSM',
  'muster.read': 'ALIPSMDOGTV',
  'muster.count': 'ALIPSMDOGT',
  'responder.read': 'ALIPSMDO',
  'responder.manage': 'APSM',
  'request.read': 'ALIPSMDOGTV',
  'request.act': 'ALIPSDO',
  'phoneTask.read': 'ALIPSDO',
  'phoneTask.act': 'PSDO',
  'capMessage.read': 'ALIPSMDOGTV',
  'capMessage.add': 'AM',
  'runnerTask.read': 'ALIPSMDOGTV',
  'runnerTask.assign': 'PSDO',
  'runnerTask.act': 'ALIPSMDOGT',
  'drill.read': 'ALIPSMDOGTV',
  'drill.manage': 'ALPSD',
  'device.manage': 'AM',
  'people.manage': 'AM',
  'school.manage': 'A',
};

describe('permissions', () => {
  const letters = order.split(' ').map((pair) => pair.split('=') as [string, string]);

  it('are those written out here, role by role', () => {
    expect(letters.map(([, role]) => role)).toEqual([...roles]);
    const table = Object.fromEntries(
      permissions.map((permission) => [
        permission,
        letters
          .filter(([, role]) => permissionsOf(role as (typeof roles)[number]).includes(permission))
          .map(([letter]) => letter)
          .join(''),
      ]),
    );
    expect(table).toEqual(expected);
  });

  it('let no bureau role operate a school’s alarms, and no viewer change anything', () => {
    for (const role of roles) {
      const changes = permissionsOf(role).filter((permission) => !permission.endsWith('.read'));
      if (role.startsWith('bureau-')) expect(changes.filter((permission) => permission.startsWith('alarm.'))).toEqual([]);
      if (role === 'viewer') expect(changes).toEqual([]);
    }
  });

  it('decide which changes a role is shown', () => {
    expect(audienceTypes('repairer')).toEqual(['hazard']);
    const open = ['console', 'storm', 'maintenance', 'drill', 'request', 'runnerTask', 'muster', 'capMessage'];
    expect(audienceTypes('viewer').sort()).toEqual(['alarm', 'incident', 'hazard', 'device', ...open].sort());
    const told = ['notice', 'phoneTask', 'dutyCheck'];
    expect(audienceTypes('duty-officer').sort()).toEqual(['alarm', 'incident', 'hazard', 'device', ...told, ...open].sort());
    expect(may('duty-officer', 'alarm.reset')).toBe(false);
  });
});

describe('the branch', () => {
  const world = emptyWorld();
  const add = (id: string, kind: Org['kind'], parent: string | null): void => {
    world.orgs.set(id, { id, kind, parent, name: id, schoolKind: null, ownership: null, location: null });
  };
  add('county', 'bureau', null);
  add('hill', 'township', 'county');
  add('dale', 'township', 'county');
  add('oak', 'school', 'hill');
  add('elm', 'school', 'dale');

  it.each([
    ['county', ['oak', 'elm']],
    ['hill', ['oak']],
    ['oak', ['oak']],
    ['elm', ['elm']],
    ['nowhere', []],
  ])('below %s holds %j', (place, schools) => {
    expect(schoolsSeen(world, place)).toEqual(schools);
    for (const school of ['oak', 'elm']) expect(sees(world, place, school)).toBe(schools.includes(school));
  });

  it('does not open upwards or sideways', () => {
    expect(sees(world, 'oak', 'hill')).toBe(false);
    expect(sees(world, 'hill', 'dale')).toBe(false);
    expect(orgsBelow(world, 'hill')).toEqual(['hill', 'oak']);
  });

  it('of a token for the whole installation is everything', () => {
    expect(schoolsSeen(world, wholeInstallation)).toBeNull();
    expect(sees(world, wholeInstallation, 'not yet known')).toBe(true);
  });

  it('survives a circle in the organisation', () => {
    const ring = emptyWorld();
    ring.orgs.set('a', { id: 'a', kind: 'school', parent: 'b', name: '', schoolKind: null, ownership: null, location: null });
    ring.orgs.set('b', { id: 'b', kind: 'township', parent: 'a', name: '', schoolKind: null, ownership: null, location: null });
    expect(sees(ring, 'c', 'a')).toBe(false);
  });
});
