import { Link } from 'react-router';
import { useOrgs } from '../api/hazard-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useFilters } from '../parts/filters.tsx';
import { OfficeTabs } from '../parts/office-tabs.tsx';
import { type OrgNode, treeOf } from '../parts/org-model.ts';
import { OrgPanel } from '../parts/org-panel.tsx';
import { SheetPanel } from '../parts/sheet-import.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

const Branch = ({ nodes, chosen }: { readonly nodes: readonly OrgNode[]; readonly chosen: string }) => {
  const words = useWords();
  return (
    <ul>
      {nodes.map(({ org, below }) => (
        <li key={org.id}>
          <Link to={`/organisation?org=${encodeURIComponent(org.id)}`} replace aria-current={org.id === chosen ? 'true' : undefined}>
            {org.name}
            <small>{org.schoolKind === null ? words.codes.orgKind[org.kind] : words.codes.schoolKind[org.schoolKind]}</small>
          </Link>
          {below.length === 0 ? null : <Branch nodes={below} chosen={chosen} />}
        </li>
      ))}
    </ul>
  );
};

/** Who there is: organisations with their people, what is still lacking, and the way in and out as a workbook. */
export const OrganisationPage = () => {
  const words = useWords();
  const session = useSession();
  const { filters } = useFilters(['org']);
  const query = useOrgs();
  const chosen = query.data?.find(({ id }) => id === (filters['org'] ?? session.org.id));
  useTitle(words.organisation.title);
  return (
    <div className="page">
      <h1>{words.organisation.title}</h1>
      <OfficeTabs />
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data === undefined ? null : (
        <div className="office-columns">
          <nav className="panel org-tree" aria-label={words.organisation.tree}>
            <Branch nodes={treeOf(query.data)} chosen={chosen?.id ?? ''} />
          </nav>
          <div>
            {chosen === undefined ? <p className="state">{words.errors.notFound}</p> : <OrgPanel key={chosen.id} org={chosen} />}
            {session.permissions.includes('organisation.import') ? <SheetPanel /> : null}
          </div>
        </div>
      )}
    </div>
  );
};
