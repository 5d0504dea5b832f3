import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { type Team, teamSchema } from '../../../services/contracts/response.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useTeamChange, useTeams } from '../../api/prepare-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';
import { OnePerson, SeveralPeople } from '../rota/people-choice.tsx';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag } from '../tags.tsx';

const teamKinds = teamSchema.shape.kind.options.filter((kind) => kind !== 'class');

interface DialogProps {
  readonly school: string;
  /** null = a new one of this kind. */
  readonly team: Team | null;
  readonly isClass: boolean;
  readonly close: () => void;
}

const TeamDialog = ({ school, team, isClass, close }: DialogProps) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useTeamChange();
  const [id] = useState(() => team?.id ?? `${school}-team-${Date.now().toString(36)}`);
  const [name, setName] = useState(team?.name ?? '');
  const [kind, setKind] = useState<Team['kind']>(team?.kind ?? (isClass ? 'class' : 'micro_station'));
  const [leader, setLeader] = useState<string | null>(team?.leader ?? null);
  const [members, setMembers] = useState<readonly string[]>(team?.members ?? []);
  const [heads, setHeads] = useState<number | null>(team?.heads ?? 0);
  const [place, setPlace] = useState(team?.place ?? '');
  const title = team === null ? (isClass ? words.teams.addClass : words.teams.addTeam) : words.teams.edit(team.name);
  const form = { school, name: name.trim(), kind, leader, members: [...members], heads: heads ?? 0, place: place.trim() };
  return (
    <ActDialog
      title={title}
      ready={form.name !== ''}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ id, version: team?.version ?? 0, form }, outcome(title, close))}
    >
      <Field label={words.teams.name}>
        <Input size="large" maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
      </Field>
      {isClass ? null : (
        <Field label={words.teams.kind}>
          <Select
            size="large"
            aria-label={words.teams.kind}
            value={kind}
            onChange={setKind}
            options={teamKinds.map((one) => ({ value: one, label: words.codes.teamKind[one] }))}
          />
        </Field>
      )}
      <Field label={words.teams.leader}>
        <OnePerson place={school} label={words.teams.leader} holdersOnly={false} value={leader} onChange={setLeader} />
      </Field>
      {isClass ? (
        <Field label={words.teams.heads}>
          <InputNumber size="large" aria-label={words.teams.heads} min={0} precision={0} value={heads} onChange={setHeads} />
        </Field>
      ) : (
        <Field label={words.teams.members}>
          <SeveralPeople place={school} label={words.teams.members} holdersOnly={false} value={members} onChange={setMembers} />
        </Field>
      )}
      <Field label={words.teams.place} optional>
        <Input size="large" maxLength={100} value={place} onChange={({ target }) => setPlace(target.value)} />
      </Field>
    </ActDialog>
  );
};

const Row = ({ team, edit }: { readonly team: Team; readonly edit: (() => void) | null }) => {
  const words = useWords();
  const nameOf = usePersonName();
  const isClass = team.kind === 'class';
  const members = [...new Set(team.members.map(nameOf))].join(words.common.list);
  return (
    <li>
      <span>
        <b>{team.name}</b> {isClass ? words.teams.headsAre(team.heads) : <Tag>{words.codes.teamKind[team.kind]}</Tag>}{' '}
        {team.leader === null ? <Tag tone="warning">{words.teams.noLeader}</Tag> : words.teams.leaderIs(nameOf(team.leader))}
        <small>
          {isClass ? '' : `${team.members.length === 0 ? words.teams.noMembers : words.teams.membersAre(members)} · `}
          {team.place === '' ? words.teams.noPlace : words.teams.placeIs(team.place)}
        </small>
      </span>
      {edit === null ? null : (
        <Button size="large" aria-label={words.teams.edit(team.name)} onClick={edit}>
          {words.teams.editShort}
        </Button>
      )}
    </li>
  );
};

/** 应急队伍 and 班级: who leads them, who is in them, where they gather. */
export const TeamPanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useTeams(school);
  const [open, setOpen] = useState<{ readonly team: Team | null; readonly isClass: boolean } | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const mayManage = permissions.includes('response.manage');
  return (
    <div className="halves">
      {([false, true] as const).map((isClass) => {
        const teams = query.data.filter(({ kind }) => (kind === 'class') === isClass);
        const name = isClass ? words.teams.classes : words.teams.teams;
        return (
          <section key={name} className="panel" aria-label={name}>
            <h2>
              {name} <span className="count">{teams.length}</span>
            </h2>
            {teams.length === 0 ? <Empty>{isClass ? words.teams.noClasses : words.teams.none}</Empty> : null}
            <ul className="plain-rows">
              {teams.map((team) => (
                <Row key={team.id} team={team} edit={mayManage ? () => setOpen({ team, isClass }) : null} />
              ))}
            </ul>
            {mayManage ? (
              <p className="buttons">
                <Button size="large" onClick={() => setOpen({ team: null, isClass })}>
                  {isClass ? words.teams.addClass : words.teams.addTeam}
                </Button>
              </p>
            ) : null}
          </section>
        );
      })}
      {open === null ? null : <TeamDialog school={school} team={open.team} isClass={open.isClass} close={() => setOpen(null)} />}
    </div>
  );
};
