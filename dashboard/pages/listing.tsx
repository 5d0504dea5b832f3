import { Link } from 'react-router';
import type { HazardView } from '../../services/contracts/hazard.ts';
import { useSchoolName } from '../api/places.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { Facts } from '../parts/facts.tsx';
import { HazardAbout, HazardDeadline, HazardTags } from '../parts/hazard-row.tsx';
import { HazardTabs } from '../parts/hazard-tabs.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

const filed = (hazard: HazardView, field: string): string | null => {
  const value = hazard.forms['list']?.[field];
  return typeof value === 'string' ? value : null;
};

const Notice = ({ hazard }: { readonly hazard: HazardView }) => {
  const words = useWords();
  const school = useSchoolName(hazard.school);
  return (
    <article className="panel listing-notice">
      <h2>
        <Link to={`/hazards/${hazard.id}`}>
          {school} · {words.codes.hazardCategory[hazard.category]}
        </Link>
      </h2>
      <p className="hazard-text">
        <HazardAbout hazard={hazard} />
      </p>
      <HazardTags hazard={hazard} />
      <Facts
        rows={[
          [words.listing.supervisor, filed(hazard, 'supervisor')],
          [words.listing.contact, filed(hazard, 'contact')],
          [words.listing.notice, filed(hazard, 'notice')],
          [words.listing.deadline, <HazardDeadline key="deadline" hazard={hazard} />],
        ]}
      />
    </article>
  );
};

/** 挂牌督办公示: every listed hazard with its four mandatory fields. */
export const ListingPage = () => {
  const words = useWords();
  const query = useList<HazardView>('hazards', { open: 'true', listed: 'true' });
  useTitle(words.listing.title);
  const hazards = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className="page">
      <h1>{words.listing.title}</h1>
      <HazardTabs />
      <p className="hint">{words.listing.hint}</p>
      {query.isPending ? <Loading /> : null}
      {query.error === null ? null : <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data !== undefined && hazards.length === 0 ? <Empty>{words.listing.empty}</Empty> : null}
      <div className="cards">
        {hazards.map((hazard) => (
          <Notice key={hazard.id} hazard={hazard} />
        ))}
      </div>
    </div>
  );
};
