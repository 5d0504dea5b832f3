/** Who is told of what becomes of a hazard: the links of its responsibility chain, and the task forces of its topic. */
import type { Hazard } from '../contracts/hazard.ts';
import type { TellLink } from '../core/hazards/policy.ts';
import { responsibilityFor } from '../core/responsibility/chain.ts';
import { forcesFor } from '../core/responsibility/forces.ts';
import type { Turn } from '../core/turn.ts';
import type { Service } from './service.ts';

interface Told {
  readonly person: string;
  readonly as: string;
}

const recipients = (service: Service, hazard: Hazard, links: readonly TellLink[]): Told[] => {
  const world = service.world();
  const { accountable, chain } = responsibilityFor(world, hazard);
  // Somebody is always responsible: where nobody is named, the accountable person stands in.
  const linked = links.flatMap((wanted): Told[] => {
    if (wanted === 'task_force')
      return forcesFor(world, hazard).flatMap((force) => force.members.map((person) => ({ person, as: wanted })));
    const found = chain.filter(({ as }) => as === wanted);
    return (found.length > 0 || wanted !== 'responsible' || !accountable ? found : [accountable]).flatMap(({ person }) =>
      person === null ? [] : [{ person, as: wanted }],
    );
  });
  return linked.filter(
    (told, i) => linked.findIndex(({ person }) => person === told.person) === i && world.people.get(told.person)?.active === true,
  );
};

/** Puts one row into the inbox of everybody due; `except` is whoever did it themselves. */
export const tellAboutHazard = (
  service: Service,
  turn: Turn,
  hazard: Hazard,
  event: string,
  links: readonly TellLink[],
  { facts = {}, except = null }: { readonly facts?: Readonly<Record<string, string>>; readonly except?: string | null } = {},
): void => {
  for (const { person, as } of recipients(service, hazard, links)) {
    if (person === except) continue;
    const id = service.newId('inb');
    turn.put.inboxItem.set(id, {
      id,
      person,
      school: hazard.school,
      at: turn.at,
      kind: `hazard_${event}`,
      subject: 'hazard',
      subjectId: hazard.id,
      facts: { ...facts, category: hazard.category },
      as,
      readAt: null,
    });
  }
};
