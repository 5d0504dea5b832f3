import { Radio } from 'antd';
import { useState } from 'react';
import type { Finding } from '../../services/contracts/reporting.ts';
import { findingKinds, findingSchema } from '../../services/contracts/reporting.ts';
import { useFindings } from '../api/reporting-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { CaseDialog } from '../parts/case-dialogs.tsx';
import { CaseList } from '../parts/case-list.tsx';
import { Choice, SchoolChoice, useFilters } from '../parts/filters.tsx';
import { DismissDialog, FindingCard } from '../parts/finding-card.tsx';
import { MoreButton } from '../parts/more-button.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

interface Asked {
  readonly finding: Finding;
  readonly answer: 'dismiss' | 'case';
}

const Questions = () => {
  const words = useWords();
  const { filters, set } = useFilters(['school', 'kind', 'state', 'about']);
  const { about, ...rest } = filters;
  const query = useFindings({ ...rest, subjectId: about });
  const [asked, setAsked] = useState<Asked | null>(null);
  const findings = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const close = (): void => setAsked(null);
  return (
    <>
      <div className="filters">
        <SchoolChoice value={filters['school']} onChange={(next) => set('school', next)} />
        <Choice
          label={words.findings.kind}
          value={filters['kind']}
          options={Object.fromEntries(findingKinds.map((kind) => [kind, words.codes.findingKind[kind]]))}
          onChange={(next) => set('kind', next)}
        />
        <Choice
          label={words.findings.state}
          value={filters['state']}
          options={Object.fromEntries(findingSchema.shape.state.options.map((state) => [state, words.codes.findingState[state]]))}
          onChange={(next) => set('state', next)}
        />
      </div>
      {query.isPending ? <Loading /> : null}
      {query.isError ? <Failed error={query.error} retry={() => void query.refetch()} /> : null}
      {query.data !== undefined && findings.length === 0 ? <Empty>{words.findings.empty}</Empty> : null}
      <div className="cards">
        {findings.map((finding) => (
          <FindingCard
            key={finding.id}
            finding={finding}
            dismiss={() => setAsked({ finding, answer: 'dismiss' })}
            open={() => setAsked({ finding, answer: 'case' })}
          />
        ))}
      </div>
      <MoreButton query={query} />
      {asked?.answer === 'dismiss' ? <DismissDialog finding={asked.finding} close={close} /> : null}
      {asked?.answer === 'case' ? <CaseDialog finding={asked.finding} close={close} /> : null}
    </>
  );
};

/** 迟报 漏报 谎报 瞒报 弄虚作假: questions with their evidence, and the cases leaders made of them. */
export const FindingsPage = () => {
  const words = useWords();
  const { permissions } = useSession();
  const { filters, set } = useFilters(['list']);
  const list = filters['list'] === 'cases' ? 'cases' : 'questions';
  useTitle(words.findings.title);
  return (
    <div className="page">
      <h1>{words.findings.title}</h1>
      <p className="hint">{words.findings.hint}</p>
      {permissions.includes('accountability.read') ? (
        <Radio.Group
          aria-label={words.findings.title}
          optionType="button"
          size="large"
          value={list}
          onChange={({ target }) => set('list', target.value === 'cases' ? 'cases' : undefined)}
          options={[
            { value: 'questions', label: words.findings.questions },
            { value: 'cases', label: words.findings.cases },
          ]}
        />
      ) : null}
      {list === 'cases' ? <CaseList /> : <Questions />}
    </div>
  );
};
