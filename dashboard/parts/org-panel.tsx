import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Org, Person } from '../../services/contracts/place.ts';
import { useBranchPeople, useDeactivation, useGaps } from '../api/office-queries.ts';
import { useSpaces } from '../api/places.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { SpaceChoice } from './space-choice.tsx';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const LeavingDialog = ({
  person,
  colleagues,
  close,
}: {
  readonly person: Person;
  readonly colleagues: readonly Person[];
  readonly close: () => void;
}) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useDeactivation();
  const [successor, setSuccessor] = useState('');
  return (
    <ActDialog
      title={words.organisation.deactivateTitle(person.name)}
      hint={words.organisation.deactivateHint}
      danger
      pending={mutation.isPending}
      okText={words.organisation.deactivate}
      close={close}
      send={() =>
        mutation.mutate(
          { person: person.id, successor: successor === '' ? null : successor },
          outcome(words.organisation.deactivate, close),
        )
      }
    >
      <Field label={words.organisation.successor}>
        <Select
          size="large"
          aria-label={words.organisation.successor}
          value={successor}
          onChange={setSuccessor}
          options={[
            { value: '', label: words.organisation.noSuccessor },
            ...colleagues.map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.role[role]}` })),
          ]}
        />
      </Field>
    </ActDialog>
  );
};

const People = ({ org }: { readonly org: Org }) => {
  const words = useWords();
  const session = useSession();
  const query = useBranchPeople();
  const [leaving, setLeaving] = useState<Person | null>(null);
  if (!session.permissions.includes('people.read')) return <Empty>{words.organisation.peopleHidden}</Empty>;
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const here = query.data.filter((person) => person.org === org.id);
  const mayManage = session.permissions.includes('people.manage');
  return (
    <>
      {here.length === 0 ? <Empty>{words.organisation.noPeople}</Empty> : null}
      <ul className="people">
        {here.map((person) => (
          <li key={person.id}>
            <span>
              <b>{person.name}</b> {words.codes.role[person.role]}
              {person.phone === null ? null : <a href={`tel:${person.phone.replaceAll(' ', '')}`}>{person.phone}</a>}
            </span>
            {person.active ? null : <Tag tone="quiet">{words.organisation.inactive}</Tag>}
            {mayManage && person.active && person.id !== session.person.id ? (
              <Button aria-label={`${words.organisation.deactivate}${words.common.colon}${person.name}`} onClick={() => setLeaving(person)}>
                {words.organisation.deactivate}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {leaving === null ? null : (
        <LeavingDialog
          person={leaving}
          colleagues={here.filter(({ id, active }) => active && id !== leaving.id)}
          close={() => setLeaving(null)}
        />
      )}
    </>
  );
};

const GapList = ({ org }: { readonly org: Org }) => {
  const words = useWords();
  const query = useGaps(org.id);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { canteens, headships, vacant, withoutSheet, withoutDuty } = query.data;
  const gaps = [
    ...canteens.map(({ name }) => words.organisation.canteen(name)),
    ...headships.map((headship) => words.organisation.headship(words.codes.headship[headship])),
    ...vacant.map(({ title }) => words.organisation.vacant(title)),
    ...withoutSheet.map(({ title }) => words.organisation.withoutSheet(title)),
    ...withoutDuty.map(({ name }) => words.organisation.withoutDuty(name)),
  ];
  return gaps.length === 0 ? (
    <p>
      <Tag tone="good">{words.organisation.noGaps}</Tag>
    </p>
  ) : (
    <ul className="gaps">
      {gaps.map((gap) => (
        <li key={gap}>{gap}</li>
      ))}
    </ul>
  );
};

const CodePanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const spaces = useSpaces(school);
  const [space, setSpace] = useState<string>();
  return (
    <section className="panel">
      <h2>{words.organisation.code}</h2>
      <p className="hint">{words.organisation.codeHint}</p>
      <div className="filters">
        <SpaceChoice
          label={words.organisation.codePlace}
          none={words.organisation.wholeSchool}
          spaces={spaces}
          value={space}
          onChange={setSpace}
        />
        <Link
          className="button-link"
          to={`/report-code/${encodeURIComponent(school)}${space === undefined ? '' : `?space=${encodeURIComponent(space)}`}`}
        >
          {words.organisation.codePrint}
        </Link>
      </div>
    </section>
  );
};

/** One organisation: what it is, its people, what it lacks, the code for its walls. */
export const OrgPanel = ({ org }: { readonly org: Org }) => {
  const words = useWords();
  const kinds = [
    words.codes.orgKind[org.kind],
    org.schoolKind === null ? '' : words.codes.schoolKind[org.schoolKind],
    org.ownership === null ? '' : words.codes.ownership[org.ownership],
  ].filter((part) => part !== '');
  return (
    <>
      <section className="panel">
        <h2>{org.name}</h2>
        <p className="hint">{kinds.join(' · ')}</p>
        <h3>{words.organisation.people}</h3>
        <People org={org} />
      </section>
      <section className="panel">
        <h2>{words.organisation.gaps}</h2>
        <GapList org={org} />
      </section>
      {org.kind === 'school' ? <CodePanel school={org.id} /> : null}
    </>
  );
};
