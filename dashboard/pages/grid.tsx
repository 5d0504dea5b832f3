import { useChosenSchool } from '../api/office-queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { CellList, CoveragePanel } from '../parts/cell-list.tsx';
import { SchoolChoice, useFilters } from '../parts/filters.tsx';
import { ForceList } from '../parts/force-list.tsx';
import { OfficeTabs } from '../parts/office-tabs.tsx';
import { Empty } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

/** 网格化管理: who looks after which rooms, what nobody looks after, and the task forces. */
export const GridPage = () => {
  const words = useWords();
  const session = useSession();
  const { filters, set } = useFilters(['school']);
  const school = useChosenSchool(filters['school']);
  useTitle(words.grid.title);
  return (
    <div className="page">
      <h1>{words.grid.title}</h1>
      <OfficeTabs />
      {watchesMany(session) ? (
        <div className="filters">
          <SchoolChoice value={filters['school']} onChange={(next) => set('school', next)} />
        </div>
      ) : null}
      {school === null ? (
        <Empty>{words.grid.pickSchool}</Empty>
      ) : (
        <>
          <CoveragePanel school={school} />
          <CellList school={school} />
        </>
      )}
      <ForceList />
    </div>
  );
};
