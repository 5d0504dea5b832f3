import type { Gap, Seat } from '../../../services/contracts/rota.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { type DutySeat, useDutyNow, useRotaGaps } from '../../api/rota-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import type { Words } from '../../i18n/words.ts';
import { FaceIcon } from '../icons.tsx';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';
import { dayAndTime } from './times.ts';

const SeatNow = ({ duty: { seat, people, next } }: { readonly duty: DutySeat }) => {
  const words = useWords();
  const nameOf = usePersonName();
  return (
    <li className={people.length === 0 ? 'seat-now empty' : 'seat-now'}>
      <small>
        {seat.name} · {words.codes.seatRole[seat.role]} · {seat.console ? words.rota.console : words.rota.noConsole}
      </small>
      {people.length === 0 ? (
        <b>{words.rota.nobody}</b>
      ) : (
        people.map(({ person, until }) => (
          <span key={person}>
            <b>{nameOf(person)}</b> {until === null ? words.rota.untilSigned : words.rota.until(dayAndTime(until))}
          </span>
        ))
      )}
      <small>{next.length === 0 ? words.rota.noNext : words.rota.next(next.map(nameOf).join(words.common.list))}</small>
    </li>
  );
};

/** Who is on each seat now, and who comes next. */
export const NowPanel = ({ place }: { readonly place: string }) => {
  const words = useWords();
  const query = useDutyNow(place);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section className="panel" aria-labelledby="rota-now">
      <h2 id="rota-now">{words.rota.now}</h2>
      {query.data.length === 0 ? (
        <Empty>
          {words.rota.noSeats} {words.rota.noSeatsHint}
        </Empty>
      ) : null}
      <ul className="seats-now">
        {query.data.map((duty) => (
          <SeatNow key={duty.seat.id} duty={duty} />
        ))}
      </ul>
    </section>
  );
};

/** The gap in a sentence; `nobody` without a seat means that no step of a class of alarm finds anybody. */
const gapText = (gap: Gap, seats: readonly Seat[], nameOf: (id: string) => string, words: Words): string => {
  const people = gap.people.map(nameOf).join(words.common.list) || words.rota.nobody;
  if (gap.kind === 'nobody' && gap.seat === null) return words.rota.nobodyCalled;
  return words.rota.gap[gap.kind](seats.find(({ id }) => id === gap.seat)?.name ?? words.rota.someSeat, people);
};

const gapsShown = 60;

/** What does not hold in the next 30 days, or that all is well: never to be mistaken for each other. */
export const GapPanel = ({ place, seats }: { readonly place: string; readonly seats: readonly Seat[] }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const query = useRotaGaps(place);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const gaps = query.data;
  const hasSeats = seats.some(({ active }) => active);
  return (
    <section className={gaps.length === 0 && hasSeats ? 'panel gap-panel clear' : 'panel gap-panel'} aria-labelledby="rota-gaps">
      <h2 id="rota-gaps">{words.rota.gaps}</h2>
      {hasSeats ? (
        <p className="gap-verdict" role="status">
          <FaceIcon face={gaps.length === 0 ? 'normal' : 'warning'} />
          <b>{gaps.length === 0 ? words.rota.allClear : words.rota.gapCount(gaps.length)}</b>
        </p>
      ) : (
        <p className="hint">{words.rota.noRota}</p>
      )}
      {hasSeats && gaps.length === 0 ? <p>{words.rota.allClearHint}</p> : null}
      {gaps.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard (WCAG 2.1.1).
        <ul className="gap-list" tabIndex={0} aria-labelledby="rota-gaps">
          {gaps.slice(0, gapsShown).map((gap) => (
            <li key={[gap.from, gap.kind, gap.seat, gap.severity, ...gap.people].join(' ')}>
              <span>{words.rota.from(dayAndTime(gap.from), dayAndTime(gap.to))}</span>
              <b>{gapText(gap, seats, nameOf, words)}</b>
              <Tag tone={gap.severity === 'life_safety' || gap.severity === null ? 'warning' : 'quiet'}>
                {gap.severity === null ? words.rota.forAll : words.rota.forClass(words.codes.severity[gap.severity])}
              </Tag>
            </li>
          ))}
        </ul>
      )}
      {gaps.length > gapsShown ? <p className="hint">{words.rota.moreGaps(gaps.length - gapsShown)}</p> : null}
    </section>
  );
};
