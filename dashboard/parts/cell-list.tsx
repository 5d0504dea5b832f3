import { Button, Input } from 'antd';
import { useState } from 'react';
import type { GridCell } from '../../services/contracts/responsibility.ts';
import { usePatrolled } from '../api/my-work.ts';
import { useCells, useCoverage, usePersonName } from '../api/office-queries.ts';
import { useSpaces } from '../api/places.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { fullTime } from './format.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

const PatrolDialog = ({ cell, close }: { readonly cell: GridCell; readonly close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = usePatrolled();
  const [note, setNote] = useState('');
  return (
    <ActDialog
      title={`${words.grid.patrolTitle}${words.common.colon}${cell.name}`}
      hint={words.grid.patrolHint}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ cell, note: note.trim() }, outcome(words.grid.patrol, close))}
    >
      <Field label={words.grid.note} optional>
        <Input.TextArea rows={2} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ActDialog>
  );
};

export const CoveragePanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const query = useCoverage(school);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { rooms, covered, uncovered, overdue } = query.data;
  return (
    <section className="panel coverage">
      <h2>{words.grid.coverage}</h2>
      <p>
        {words.grid.covered(covered, rooms)} {uncovered.length === 0 ? <Tag tone="good">{words.grid.full}</Tag> : null}
      </p>
      {overdue.length === 0 ? null : <p className="is-over">{words.grid.overdue(overdue.length)}</p>}
      {uncovered.length === 0 ? null : (
        <details>
          <summary className="is-over">{words.grid.uncovered(uncovered.length)}</summary>
          <ul>
            {uncovered.map(({ space, name }) => (
              <li key={space}>{name}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};

interface CardProps {
  readonly cell: GridCell;
  readonly late: boolean;
  readonly patrol: () => void;
}

const CellCard = ({ cell, late, patrol }: CardProps) => {
  const words = useWords();
  const { person, permissions } = useSession();
  const nameOf = usePersonName();
  const spaces = useSpaces(cell.school);
  const topics = cell.topics.map((topic) => words.codes.hazardCategory[topic]);
  const mine = cell.person === person.id;
  return (
    <article className="panel cell-card">
      <h3>
        {cell.name} {mine ? <Tag tone="good">{words.grid.mine}</Tag> : null}
      </h3>
      <p>{words.grid.person(nameOf(cell.person))}</p>
      <p className="hint">
        {cell.spaces.map((space) => spaces.get(space)?.name ?? '').join(words.common.list)} ·{' '}
        {topics.length === 0 ? words.grid.allTopics : topics.join(words.common.list)}
      </p>
      <p>
        {words.grid.every(cell.everyDays)} · {cell.lastPatrolAt === null ? words.grid.never : words.grid.last(fullTime(cell.lastPatrolAt))}
      </p>
      {late ? <p className="is-over">{words.grid.late}</p> : null}
      {mine && permissions.includes('control.check') ? (
        <Button size="large" type="primary" onClick={patrol}>
          {words.grid.patrol}
        </Button>
      ) : null}
    </article>
  );
};

/** The cells of one school, mine first. */
export const CellList = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { person } = useSession();
  const query = useCells(school);
  const overdue = new Set(useCoverage(school).data?.overdue);
  const [patrolled, setPatrolled] = useState<GridCell | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const cells = query.data.toSorted((a, b) => Number(b.person === person.id) - Number(a.person === person.id));
  return (
    <section>
      <h2>{words.grid.cells}</h2>
      {cells.length === 0 ? <Empty>{words.grid.noCells}</Empty> : null}
      <div className="cards">
        {cells.map((cell) => (
          <CellCard key={cell.id} cell={cell} late={overdue.has(cell.id)} patrol={() => setPatrolled(cell)} />
        ))}
      </div>
      {patrolled === null ? null : <PatrolDialog cell={patrolled} close={() => setPatrolled(null)} />}
    </section>
  );
};
