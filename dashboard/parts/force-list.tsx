import { Button } from 'antd';
import type { TaskForce } from '../../services/contracts/responsibility.ts';
import { useForces, usePersonName, useTaskDone } from '../api/office-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { useOutcome } from './act-dialog.tsx';
import { dayOf } from './format.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

type Task = TaskForce['tasks'][number];

const TaskLine = ({ force, task, nameOf }: { readonly force: TaskForce; readonly task: Task; readonly nameOf: (id: string) => string }) => {
  const words = useWords();
  const now = useNow(60_000);
  const { person } = useSession();
  const outcome = useOutcome();
  const mutation = useTaskDone();
  const late = task.doneAt === null && task.dueAt < now;
  const mine = task.person === person.id || force.members[0] === person.id;
  return (
    <li className={task.doneAt === null ? 'pending' : 'done'}>
      <b aria-hidden="true">{task.doneAt === null ? '○' : '✓'}</b>
      <span>
        {task.task}
        <small>
          {nameOf(task.person)} ·{' '}
          <span className={late ? 'is-over' : ''}>
            {task.doneAt !== null
              ? words.grid.done(dayOf(task.doneAt))
              : late
                ? words.grid.taskLate(dayOf(task.dueAt))
                : words.grid.due(dayOf(task.dueAt))}
          </span>
        </small>
      </span>
      {mine && task.doneAt === null && force.closedAt === null ? (
        <Button
          size="large"
          loading={mutation.isPending}
          aria-label={`${words.grid.finish}${words.common.colon}${task.task}`}
          onClick={() => mutation.mutate({ force: force.id, task: task.id }, outcome(words.grid.finished))}
        >
          {words.grid.finish}
        </Button>
      ) : null}
    </li>
  );
};

/** 工作专班: who is in them, and what they have to do. */
export const ForceList = () => {
  const words = useWords();
  const nameOf = usePersonName();
  const query = useForces();
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section>
      <h2>{words.grid.forces}</h2>
      {query.data.length === 0 ? <Empty>{words.grid.noForces}</Empty> : null}
      <div className="cards">
        {query.data.map((force) => (
          <article key={force.id} className="panel">
            <h3>
              {force.name} {force.closedAt === null ? null : <Tag tone="quiet">{words.grid.closed}</Tag>}
            </h3>
            <p className="hint">
              {words.grid.topics(
                force.topics.length === 0
                  ? words.grid.allTopics
                  : force.topics.map((topic) => words.codes.hazardCategory[topic]).join(words.common.list),
              )}
            </p>
            <p>{words.grid.contact(nameOf(force.members[0] ?? ''))}</p>
            <p>{words.grid.members([...new Set(force.members.map(nameOf))].join(words.common.list))}</p>
            {force.tasks.length === 0 ? <p className="hint">{words.grid.noTasks}</p> : null}
            <ul className="tasks force-tasks">
              {force.tasks.map((task) => (
                <TaskLine key={task.id} force={force} task={task} nameOf={nameOf} />
              ))}
            </ul>
          </article>
        ))}
      </div>
    </section>
  );
};
