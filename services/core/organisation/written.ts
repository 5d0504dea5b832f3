/** The organisation written down, as it can be imported again. */
import type { Organisation } from '../../contracts/organisation.ts';
import type { Device } from '../../contracts/place.ts';
import type { GridCell, Post, TaskForce } from '../../contracts/responsibility.ts';
import type { DeviceDraft } from '../enrol.ts';
import type { SheetOf } from '../responsibility/keep.ts';
import type { World } from '../world.ts';

const writtenDevice = ({
  id,
  school,
  space,
  gateway,
  codec,
  source,
  name,
  type,
  model,
  reportIntervalSeconds,
  position,
  snapshotUrl,
  prefixes,
  mapping,
}: Device): DeviceDraft => ({
  id,
  school,
  space,
  gateway,
  codec,
  source,
  name,
  type,
  model,
  reportIntervalSeconds,
  position,
  snapshotUrl,
  prefixes,
  mapping,
});

const writtenPost = (
  { id, org, title, headship, holders, businessDuty, sheet }: Post,
  sheetOf: SheetOf,
): Organisation['posts'][number] => ({
  id,
  org,
  title,
  headship,
  holders,
  businessDuty,
  duties: sheet === null ? [] : (sheetOf(sheet)?.items ?? []),
});

const writtenCell = ({ id, school, name, spaces, topics, person, everyDays }: GridCell): Organisation['gridCells'][number] => ({
  id,
  school,
  name,
  spaces,
  topics,
  person,
  everyDays,
});

const writtenForce = ({ id, org, name, topics, members, tasks }: TaskForce): Organisation['taskForces'][number] => ({
  id,
  org,
  name,
  topics,
  members,
  tasks: tasks.map((task) => ({ id: task.id, task: task.task, person: task.person, dueAt: task.dueAt })),
});

/** The organisation as it can be imported again. Task forces that are closed are history and stay out. */
export const organisationOf = (world: World, sheetOf: SheetOf): Organisation => ({
  orgs: [...world.orgs.values()],
  spaces: [...world.spaces.values()],
  people: [...world.people.values()],
  devices: [...world.devices.values()].map(writtenDevice),
  posts: [...world.posts.values()].map((post) => writtenPost(post, sheetOf)),
  gridCells: [...world.gridCells.values()].map(writtenCell),
  taskForces: [...world.taskForces.values()].filter(({ closedAt }) => closedAt === null).map(writtenForce),
});
