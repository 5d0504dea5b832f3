/** One step carried out: whom it calls by which channel, and who cannot be called, with the reason. */
import type { Call, ChannelId } from '../../contracts/call.ts';
import type { Person } from '../../contracts/place.ts';
import { isAttended } from '../consoles/attended.ts';
import type { World } from '../world.ts';
import type { Found } from './people.ts';
import { peopleOf } from './people.ts';
import type { LadderStep } from './policy.ts';

const onScreens: ReadonlySet<ChannelId> = new Set(['screen', 'browser']);
export const isScreen = (channel: ChannelId): boolean => onScreens.has(channel);

/** Can a person be reached by it at all? Whether a screen of theirs is there, only the screen can say. */
export const hasContact = (person: Pick<Person, 'phone' | 'email'>, channel: ChannelId): boolean => {
  if (channel === 'sms' || channel === 'voice') return (person.phone ?? '').trim() !== '';
  return channel === 'email' ? (person.email ?? '').trim() !== '' : isScreen(channel);
};

/** The step's channels for a school now: where nobody sees and hears the duty console, telephones come first. */
export const channelsOf = (world: World, step: LadderStep, school: string): readonly ChannelId[] =>
  isAttended(world, school) ? step.channels : [...step.channels].sort((a, b) => Number(isScreen(a)) - Number(isScreen(b)));

/** The first channel not tried yet that this person can be reached by. */
export const nextChannel = (channels: readonly ChannelId[], person: Person, tried: ReadonlySet<ChannelId>): ChannelId | null =>
  channels.find((channel) => !tried.has(channel) && hasContact(person, channel)) ?? null;

export interface PlannedCall {
  readonly person: string | null;
  readonly channel: ChannelId;
  /** Not sent at all, and why; null = it is sent. */
  readonly refused: 'no_contact' | null;
}

export interface PlannedStep {
  readonly calls: readonly PlannedCall[];
  /** How its people were found, by callee. */
  readonly found: readonly Found[];
  /** Somebody is called, or was by an earlier step; else the next step comes at once. */
  readonly reaches: boolean;
}

/** @param before calls of the same occurrence: nobody is called twice by one channel about the same thing */
export const planStep = (world: World, step: LadderStep, school: string, at: number, before: readonly Call[]): PlannedStep => {
  const channels = channelsOf(world, step, school);
  const people = new Map<string, Person>();
  const found = step.who.map((who) => {
    const called = peopleOf(world, school, who, at);
    for (const person of called.people) people.set(person.id, person);
    return called.found;
  });
  let reaches = false;
  const calls: PlannedCall[] = [];
  for (const person of people.values()) {
    const own = before.filter((call) => call.person === person.id && call.reason !== 'no_contact');
    const channel = nextChannel(channels, person, new Set(own.map((call) => call.channel)));
    if (channel !== null) calls.push({ person: person.id, channel, refused: null });
    else if (own.length === 0) calls.push({ person: person.id, channel: channels[0] ?? 'sms', refused: 'no_contact' });
    reaches ||= channel !== null || own.some(({ state }) => state !== 'failed' && state !== 'cancelled');
  }
  for (const channel of step.groups)
    if (!before.some((call) => call.person === null && call.channel === channel)) calls.push({ person: null, channel, refused: null });
  return { calls, found, reaches };
};
