import { hazardCategories } from '../../services/contracts/hazard.ts';
import type { Responsibility } from '../../services/contracts/responsibility.ts';
import { useChain, useChosenSchool } from '../api/office-queries.ts';
import { useSpaces } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { Choice, SchoolChoice, useFilters } from './filters.tsx';
import { SpaceChoice } from './space-choice.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const Chain = ({ answer }: { readonly answer: Responsibility }) => {
  const words = useWords();
  return (
    <>
      {answer.chain.length === 0 ? <Empty>{words.duties.noChain}</Empty> : null}
      <ol className="chain">
        {answer.chain.map((link) => (
          <li key={`${link.as} ${link.person ?? link.name}`}>
            <b>{link.name}</b>
            {link.person !== null && link.person === answer.accountable?.person && link.as === answer.accountable.as ? (
              <Tag tone="good">{words.duties.accountable}</Tag>
            ) : null}
            <small>
              {words.codes.chainAs[link.as]} · {link.of}
            </small>
          </li>
        ))}
      </ol>
      {answer.transferTo === null ? null : <p>{words.duties.transferTo(answer.transferTo)}</p>}
    </>
  );
};

/** 责任链条 of a place: who answers for it, and everyone above. */
export const ChainLookup = () => {
  const words = useWords();
  const { filters, set } = useFilters(['school', 'space', 'topic']);
  const school = useChosenSchool(filters['school']);
  const spaces = useSpaces(school);
  const query = useChain(school, filters['space'], filters['topic']);
  return (
    <section className="panel">
      <h2>{words.duties.lookup}</h2>
      <p className="hint">{words.duties.lookupHint}</p>
      <div className="filters">
        <SchoolChoice
          value={filters['school']}
          onChange={(next) => {
            set('school', next);
            set('space', undefined);
          }}
        />
        <SpaceChoice
          label={words.duties.place}
          none={words.organisation.wholeSchool}
          spaces={spaces}
          value={filters['space']}
          onChange={(next) => set('space', next)}
        />
        <Choice
          label={words.duties.topic}
          value={filters['topic']}
          options={Object.fromEntries(hazardCategories.map((category) => [category, words.codes.hazardCategory[category]]))}
          onChange={(next) => set('topic', next)}
        />
      </div>
      {school === null ? <Empty>{words.grid.pickSchool}</Empty> : null}
      {school !== null && query.isPending ? <Loading /> : null}
      {query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data === undefined ? null : <Chain answer={query.data} />}
    </section>
  );
};
