import { Button } from 'antd';
import { useState } from 'react';
import type { Accountability } from '../../services/contracts/reporting.ts';
import { useDutySheets, usePersonName, usePosts } from '../api/office-queries.ts';
import { useSchoolName } from '../api/places.ts';
import { useCases } from '../api/reporting-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ClosingDialog } from './case-dialogs.tsx';
import { Facts } from './facts.tsx';
import { fullTime } from './format.ts';
import { MoreButton } from './more-button.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const CaseCard = ({ one, close }: { readonly one: Accountability; readonly close: () => void }) => {
  const words = useWords();
  const { permissions } = useSession();
  const nameOf = usePersonName();
  const place = useSchoolName(one.org);
  const sheet = useDutySheets(one.org).data?.find(({ id }) => id === one.sheet);
  const post = usePosts(one.org).data?.find(({ id }) => id === sheet?.post);
  return (
    <article className="panel finding">
      <header>
        <Tag tone={one.state === 'open' ? 'alarm' : 'quiet'}>{words.codes.caseState[one.state]}</Tag>
      </header>
      <h3>{one.reason}</h3>
      <p className="hint">
        {place} · {words.findings.caseOpened(nameOf(one.openedBy), fullTime(one.openedAt))} · {words.findings.rests(one.findings.length)}
      </p>
      <Facts
        rows={[
          [words.findings.person, one.person === null ? words.findings.nobody : nameOf(one.person)],
          [words.findings.sheet, post?.title ?? null],
          [words.findings.item, sheet?.items[one.item] ?? null],
          [words.findings.outcome, one.outcome],
        ]}
      />
      {one.closedAt === null ? null : <p className="hint">{words.findings.closedCase(fullTime(one.closedAt))}</p>}
      {one.state === 'open' && permissions.includes('accountability.manage') ? (
        <p className="buttons">
          <Button size="large" onClick={close}>
            {words.findings.close}
          </Button>
        </p>
      ) : null}
    </article>
  );
};

/** 问责: what leaders made of the questions. */
export const CaseList = () => {
  const words = useWords();
  const query = useCases();
  const [closing, setClosing] = useState<Accountability | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const cases = query.data.pages.flatMap(({ items }) => items);
  return (
    <>
      {cases.length === 0 ? <Empty>{words.findings.noCases}</Empty> : null}
      <div className="cards">
        {cases.map((one) => (
          <CaseCard key={one.id} one={one} close={() => setClosing(one)} />
        ))}
      </div>
      <MoreButton query={query} />
      {closing === null ? null : <ClosingDialog one={closing} close={() => setClosing(null)} />}
    </>
  );
};
