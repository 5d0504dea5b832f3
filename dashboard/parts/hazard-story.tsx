/** The parts of a hazard's page that tell: chain, protections, looking again, what was filed, what happened. */
import type { TimelineEntry } from '../../services/contracts/alarm.ts';
import type { HazardView } from '../../services/contracts/hazard.ts';
import type { ChainLink } from '../../services/contracts/responsibility.ts';
import { useHazardChain } from '../api/hazard-queries.ts';
import { usePeople } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { useNow } from '../live/live.tsx';
import { Facts } from './facts.tsx';
import { dayOf, fullTime, shortTime } from './format.ts';
import { entryDetail, filedRows, filedSteps, type Names } from './hazard-filed.ts';
import { Empty } from './states.tsx';
import { Tag } from './tags.tsx';
import { Timeline } from './timeline.tsx';

/** Names of the people a hazard tells of: from the school's list, the chain, and the history. */
export const useNames = (hazard: HazardView, entries: readonly TimelineEntry[]): Names => {
  const words = useWords();
  const { permissions, person } = useSession();
  const people = usePeople(permissions.includes('people.read') ? hazard.school : null);
  const chain = useHazardChain(hazard.id);
  const personName = (id: string): string => {
    if (id === 'system') return words.common.system;
    if (id === 'public') return words.evidence.byPublic;
    if (id === person.id) return person.name;
    const known = people.data?.find((one) => one.id === id)?.name ?? chain.data?.chain.find((link) => link.person === id)?.name;
    return known ?? entries.find(({ actor }) => actor === id)?.actorName ?? id;
  };
  const measureName = (id: string): string => hazard.protection.find((one) => one.id === id)?.measure ?? '';
  return { words, personName, measureName };
};

/** One person may stand in the chain as several; they are named once. */
const peopleIn = (chain: readonly ChainLink[]): (readonly [string, readonly ChainLink[]])[] => {
  const people = new Map<string, ChainLink[]>();
  for (const link of chain) {
    const who = link.person ?? link.name;
    people.set(who, [...(people.get(who) ?? []), link]);
  }
  return [...people];
};

export const ChainPanel = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const chain = useHazardChain(hazard.id).data;
  if (chain === undefined) return null;
  return (
    <section className="panel">
      <h2>{words.hazards.chain}</h2>
      {chain.chain.length === 0 ? <Empty>{words.hazards.noChain}</Empty> : null}
      <ol className="chain">
        {peopleIn(chain.chain).map(([who, links]) => (
          <li key={who}>
            <b>{links[0]?.name}</b>
            {who === chain.accountable?.person ? <Tag tone="good">{words.hazards.accountable}</Tag> : null}
            {links.map((link) => (
              <small key={link.as}>
                {words.codes.chainAs[link.as]} · {link.of}
              </small>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
};

export const ProtectionPanel = ({ hazard, names }: { readonly hazard: HazardView; readonly names: Names }) => {
  const words = useWords();
  const now = useNow(10_000);
  if (hazard.protection.length === 0) return null;
  return (
    <section className="panel">
      <h2>{words.hazards.protection}</h2>
      <ul className="protections">
        {hazard.protection.map((one) => {
          const missed = one.nextAt !== null && one.nextAt < now && hazard.open;
          return (
            <li key={one.id} className={missed ? 'missed' : ''}>
              <b>{one.measure}</b>
              <small>
                {names.personName(one.responsible)} ·{' '}
                {one.everyHours === null ? words.form.everyNever : words.form.everyHours(one.everyHours)}
              </small>
              {one.nextAt === null ? <span>{words.hazards.protectionAlways}</span> : null}
              {one.nextAt !== null && hazard.open ? (
                <span role={missed ? 'alert' : undefined}>
                  {missed
                    ? words.hazards.protectionMissed(shortTime(one.nextAt, now))
                    : words.hazards.protectionNext(shortTime(one.nextAt, now))}
                </span>
              ) : null}
              {one.lastAt === null ? null : <small>{words.hazards.protectionLast(shortTime(one.lastAt, now))}</small>}
            </li>
          );
        })}
      </ul>
    </section>
  );
};

export const RecheckPanel = ({ hazard, names }: { readonly hazard: HazardView; readonly names: Names }) => {
  const words = useWords();
  if (hazard.rechecks.length === 0) return null;
  return (
    <section className="panel">
      <h2>{words.hazards.rechecks}</h2>
      <Facts
        rows={hazard.rechecks.map((one) => [
          words.hazards.recheckDay(one.day),
          one.doneAt === null
            ? words.hazards.recheckDue(dayOf(one.dueAt))
            : words.hazards.recheckDone(names.personName(one.by ?? 'system'), fullTime(one.doneAt)),
        ])}
      />
    </section>
  );
};

/** Missed limits and what was done about the deadline. */
export const PressurePanel = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  if (hazard.missedLimits.length === 0 && hazard.ladder.length === 0) return null;
  return (
    <section className="panel">
      <h2>{words.hazards.ladder}</h2>
      <ul className="events">
        {hazard.ladder.map(({ step, at }) => (
          <li key={`${step} ${at}`}>{words.hazards.ladderLine(words.codes.ladderStep[step], fullTime(at))}</li>
        ))}
        {hazard.missedLimits.map(({ name, at }) => (
          <li key={`${name} ${at}`}>
            {words.hazards.missedLimits}
            {words.common.colon}
            {words.hazards.ladderLine(words.codes.hazardLimit[name], fullTime(at))}
          </li>
        ))}
      </ul>
    </section>
  );
};

export const FiledPanel = ({ hazard, names }: { readonly hazard: HazardView; readonly names: Names }) => {
  const words = useWords();
  const steps = filedSteps(hazard).map(([action, form]) => [action, filedRows(form, names)] as const);
  if (!steps.some(([, rows]) => rows.length > 0)) return null;
  return (
    <section className="panel filed">
      <h2>{words.hazards.forms}</h2>
      {steps.map(([action, rows]) =>
        rows.length === 0 ? null : (
          <div key={action}>
            <h3>{wordFor(words.open.hazardAction, action, words.open.hazardActionOther)}</h3>
            <Facts rows={rows} />
          </div>
        ),
      )}
    </section>
  );
};

export const HistoryPanel = ({ entries, names }: { readonly entries: readonly TimelineEntry[]; readonly names: Names }) => {
  const words = useWords();
  return (
    <section className="panel">
      <h2>{words.hazards.history}</h2>
      <Timeline entries={entries} tell={(entry) => entryDetail(entry, names).join(' · ')} />
    </section>
  );
};
