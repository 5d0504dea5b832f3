import { App, Button } from 'antd';
import type { IncidentTask, IncidentView } from '../../../services/contracts/incident.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { useNow } from '../../live/live.tsx';
import { isLate, nextToFinish, nextToTake, orderTasks } from '../clocks.ts';
import { Limit } from '../countdown.tsx';
import { shortTime } from '../format.ts';
import { useKeptFocus } from '../keep-focus.ts';
import { Key, useShortcuts } from '../shortcuts.tsx';
import { Tag } from '../tags.tsx';
import { useIncidentSender } from './command.tsx';

interface LineProps {
  readonly task: IncidentTask;
  readonly incident: IncidentView;
  readonly next: 'take' | 'finish' | null;
  readonly act: (action: 'take_task' | 'finish_task', task: IncidentTask) => void;
  readonly busy: boolean;
}

/** Drawn, not only coloured: an empty ring, a half one for taken, a tick for done. */
const markOf = (task: IncidentTask): string => (task.doneAt === null ? (task.person === null ? '○' : '◐') : '✓');

const TaskLine = ({ task, incident, next, act, busy }: LineProps) => {
  const words = useWords();
  const now = useNow(5_000);
  const me = useSession().person.id;
  const nameOf = usePersonName();
  const open = task.doneAt === null && incident.state === 'open';
  const name = task.text ?? wordFor(words.open.task, task.task, words.open.taskOther);
  const mine = task.person === me;
  return (
    <li className={`task-line ${task.doneAt === null ? 'pending' : 'done'} ${mine && open ? 'mine' : ''}`}>
      <b aria-hidden="true">{markOf(task)}</b>
      <span className="task-words">
        <strong>{name}</strong>
        <small>
          {wordFor(words.codes.role, task.role, words.common.unknown)} ·{' '}
          {task.doneAt !== null
            ? words.response.doneAt(nameOf(task.doneBy ?? ''), shortTime(task.doneAt, now))
            : task.person === null
              ? words.response.nobody
              : mine
                ? words.response.mine
                : words.response.takenBy(nameOf(task.person))}
        </small>
      </span>
      <span className="task-clock">
        {task.doneAt !== null ? (
          isLate(task, task.doneAt) ? (
            <Tag tone="warning">{words.response.doneLate}</Tag>
          ) : null
        ) : task.dueAt === null ? (
          <small>{words.response.noLimit}</small>
        ) : (
          <Limit dueAt={task.dueAt} left={words.response.left} late={words.response.late} />
        )}
      </span>
      {open ? (
        <span className="task-buttons">
          {task.person === null ? (
            <Button
              disabled={busy}
              onClick={() => act('take_task', task)}
              aria-label={`${words.response.take}${words.common.colon}${name}`}
            >
              {words.response.take} {next === 'take' ? <Key>T</Key> : null}
            </Button>
          ) : null}
          {mine || incident.commander === me ? (
            <Button
              type={mine ? 'primary' : 'default'}
              disabled={busy}
              onClick={() => act('finish_task', task)}
              aria-label={`${words.response.finish}${words.common.colon}${name}`}
            >
              {words.response.finish} {next === 'finish' ? <Key>F</Key> : null}
            </Button>
          ) : null}
        </span>
      ) : null}
    </li>
  );
};

/** The plan as a board: what is to be done, by whom, until when. T takes the next one, F finishes one's own. */
export const TaskBoard = ({ incident }: { readonly incident: IncidentView }) => {
  const words = useWords();
  const { message } = App.useApp();
  const me = useSession().person.id;
  const { send, refusal, pending } = useIncidentSender(incident);
  const place = useKeptFocus<HTMLElement>();
  const act: LineProps['act'] = (action, task) => {
    const why = refusal(action);
    if (why === null) send({ action, task: task.id });
    else void message.warning(words.actions.notAllowed + why);
  };
  const take = nextToTake(incident.tasks);
  const finish = nextToFinish(incident.tasks, me);
  useShortcuts({
    t: () => (take === undefined ? void message.info(words.response.nothingToTake) : act('take_task', take)),
    f: () => (finish === undefined ? void message.info(words.response.nothingToFinish) : act('finish_task', finish)),
  });
  const done = incident.tasks.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <section className="panel" aria-label={words.response.board} ref={place} tabIndex={-1}>
      <header className="panel-head">
        <h2>{words.response.board}</h2>
        <span className="count">{words.response.progress(done, incident.tasks.length)}</span>
      </header>
      <ul className="task-board">
        {orderTasks(incident.tasks).map((task) => (
          <TaskLine
            key={task.id}
            task={task}
            incident={incident}
            next={task.id === finish?.id ? 'finish' : task.id === take?.id ? 'take' : null}
            act={act}
            busy={pending}
          />
        ))}
      </ul>
    </section>
  );
};
