import { Select } from 'antd';
import { useOrgs } from '../api/hazard-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ChainLookup } from '../parts/chain-lookup.tsx';
import { useFilters } from '../parts/filters.tsx';
import { MyDuties } from '../parts/my-duties.tsx';
import { OfficeTabs } from '../parts/office-tabs.tsx';
import { PostList } from '../parts/post-list.tsx';
import { useTitle } from '../parts/title.ts';

const Posts = () => {
  const words = useWords();
  const session = useSession();
  const { filters, set } = useFilters(['org']);
  const orgs = useOrgs().data ?? [];
  const chosen = orgs.find(({ id }) => id === (filters['org'] ?? session.org.id));
  return (
    <section>
      <h2>{words.duties.posts}</h2>
      {orgs.length > 1 ? (
        <div className="filters">
          <label className="filter">
            <span>{words.duties.org}</span>
            <Select
              size="large"
              aria-label={words.duties.org}
              value={chosen?.id ?? null}
              onChange={(next: string | null) => set('org', next ?? undefined)}
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              options={orgs.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </label>
        </div>
      ) : null}
      {chosen === undefined ? null : <PostList key={chosen.id} org={chosen} />}
    </section>
  );
};

/** 一岗双责: my duties, the posts of an organisation, and who answers for a place. */
export const DutiesPage = () => {
  const words = useWords();
  useTitle(words.duties.title);
  return (
    <div className="page">
      <h1>{words.duties.title}</h1>
      <OfficeTabs />
      <MyDuties />
      <ChainLookup />
      <Posts />
    </div>
  );
};
