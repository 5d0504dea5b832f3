import { App, Button, Input } from 'antd';
import { useState } from 'react';
import type { Control, Risk, RiskLevel } from '../../services/contracts/risk.ts';
import { riskLevels } from '../../services/contracts/risk.ts';
import { useControlCheck, useRisks } from '../api/hazard-queries.ts';
import { usePlaceNames } from '../api/places.ts';
import { sentenceOf } from '../api/problem.ts';
import { usePeople, useSchools } from '../api/queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SchoolChoice, useFilters } from '../parts/filters.tsx';
import { dayOf } from '../parts/format.ts';
import { HazardTabs } from '../parts/hazard-tabs.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

const CheckDialog = ({ risk, control, close }: { readonly risk: Risk; readonly control: Control; readonly close: () => void }) => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useControlCheck();
  const [note, setNote] = useState('');
  const send = (): void =>
    mutation.mutate(
      { risk, control: control.id, note: note.trim() || null },
      {
        onSuccess: () => {
          void message.success(words.form.sent(words.risks.check));
          close();
        },
        onError: (error) => void message.error(sentenceOf(error, words)),
      },
    );
  return (
    <Dialog
      open
      title={words.risks.checkTitle}
      onCancel={close}
      onOk={send}
      okText={words.common.submit}
      cancelText={words.common.cancel}
      okButtonProps={{ loading: mutation.isPending, size: 'large' }}
      cancelButtonProps={{ size: 'large' }}
    >
      <form className="action-form" onSubmit={(event) => event.preventDefault()}>
        <p>{control.measure}</p>
        <label>
          <span>
            {words.actions.note} <small>{words.common.optional}</small>
          </span>
          <Input.TextArea rows={2} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
      </form>
    </Dialog>
  );
};

interface CardProps {
  readonly risk: Risk;
  readonly nameOf: (person: string) => string;
  readonly check: (control: Control) => void;
}

const RiskCard = ({ risk, nameOf, check }: CardProps) => {
  const words = useWords();
  const now = useNow(60_000);
  const { permissions } = useSession();
  const { place } = usePlaceNames(risk.school, risk.space, null);
  return (
    <article className={`panel risk risk-${risk.level}`}>
      <h2>
        <span className="risk-level">{words.codes.riskLevel[risk.level]}</span> {risk.source}
      </h2>
      <p className="hint">
        {place} · {words.codes.hazardCategory[risk.category]} · {words.risks.score(risk.likelihood, risk.severity)}
      </p>
      <ul className="controls">
        {risk.controls.map((control) => {
          const late = control.nextDueAt < now;
          return (
            <li key={control.id} className={late ? 'missed' : ''}>
              <b>{control.measure}</b>
              <small>
                {words.risks.owner(nameOf(control.owner))} · {words.risks.every(control.everyDays)} ·{' '}
                {control.lastCheckedAt === null ? words.risks.never : words.risks.last(dayOf(control.lastCheckedAt))}
              </small>
              <span className={late ? 'is-over' : ''}>
                {late ? words.risks.overdue(dayOf(control.nextDueAt)) : words.risks.due(dayOf(control.nextDueAt))}
              </span>
              {permissions.includes('control.check') ? (
                <Button size="large" onClick={() => check(control)}>
                  {words.risks.check}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </article>
  );
};

interface SchoolProps {
  readonly school: string;
  readonly level: string | undefined;
  readonly choose: (level: string | undefined) => void;
}

const SchoolRisks = ({ school, level, choose }: SchoolProps) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useRisks(school);
  const people = usePeople(permissions.includes('people.read') ? school : null);
  const [checking, setChecking] = useState<{ readonly risk: Risk; readonly control: Control } | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const risks = query.data.filter(({ retiredAt }) => retiredAt === null);
  const of = (one: RiskLevel): Risk[] => risks.filter((risk) => risk.level === one);
  const shown = riskLevels.filter((one) => level === undefined || level === one).flatMap(of);
  return (
    <>
      <div className="risk-counts" role="group" aria-label={words.risks.level}>
        {riskLevels.map((one) => (
          <Button
            key={one}
            size="large"
            className={`risk-count risk-${one}`}
            aria-pressed={level === one}
            onClick={() => choose(level === one ? undefined : one)}
          >
            {words.risks.count(words.codes.riskLevel[one], of(one).length)}
          </Button>
        ))}
      </div>
      {risks.length === 0 ? <Empty>{words.risks.empty}</Empty> : null}
      <div className="cards">
        {shown.map((risk) => (
          <RiskCard
            key={risk.id}
            risk={risk}
            nameOf={(id) => people.data?.find((person) => person.id === id)?.name ?? id}
            check={(control) => setChecking({ risk, control })}
          />
        ))}
      </div>
      {checking === null ? null : <CheckDialog {...checking} close={() => setChecking(null)} />}
    </>
  );
};

/** 风险四色: every risk with its controls and when they are to be checked. */
export const RisksPage = () => {
  const words = useWords();
  const session = useSession();
  const schools = useSchools();
  const { filters, set } = useFilters(['school', 'level']);
  useTitle(words.risks.title);
  const school = watchesMany(session) ? (filters['school'] ?? schools.data?.[0]?.id ?? null) : session.org.id;
  return (
    <div className="page">
      <h1>{words.risks.title}</h1>
      <HazardTabs />
      <p className="hint">{words.risks.hint}</p>
      <div className="filters">
        <SchoolChoice value={school ?? undefined} onChange={(value) => set('school', value)} />
      </div>
      {school === null ? (
        <Empty>{words.risks.pickSchool}</Empty>
      ) : (
        <SchoolRisks school={school} level={filters['level']} choose={(level) => set('level', level)} />
      )}
    </div>
  );
};
