import { Button } from 'antd';
import { Link } from 'react-router';
import type { PhoneTask } from '../../../services/contracts/responder.ts';
import { useFinishPhoneTask, usePhoneTasks, useTakePhoneTask } from '../../api/duty-queries.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useLanguage, useWords } from '../../i18n/language.tsx';
import type { Language } from '../../i18n/words.ts';
import { useBoard, useNow } from '../../live/live.tsx';
import { useOutcome } from '../act-dialog.tsx';
import { newest } from '../clocks.ts';
import { Limit } from '../countdown.tsx';
import { ExerciseMark, exerciseClass } from '../exercise.tsx';
import { shortTime } from '../format.ts';
import { useKeptFocus } from '../keep-focus.ts';
import { Key, useShortcuts } from '../shortcuts.tsx';
import { Tag } from '../tags.tsx';

/** One's own call first, then those nobody makes, the soonest due first; those that others make last. */
export const orderPhoneTasks = (tasks: readonly PhoneTask[], me: string): PhoneTask[] => {
  const rank = (task: PhoneTask): number => (task.takenBy === me ? 0 : task.takenBy === null ? 1 : 2);
  return [...tasks].sort((a, b) => rank(a) - rank(b) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
};

const titleOf = (task: PhoneTask, words: ReturnType<typeof useWords>): string =>
  task.exercise === null ? words.phoneTask.title(task.number) : words.phoneTask.exerciseTitle(task.number);

/** A responder's bare number says nothing at 3 a.m.: the script's first line says who answers it. */
const whomOf = (task: PhoneTask, language: Language): string => {
  const who = task.request === null ? undefined : task.script.find(({ item }) => item === 'number')?.text[language];
  return who === undefined ? task.number : `${who} ${task.number}`;
};

/** The call to make now: number, clock, script in large type, and how it went. */
const CallNow = ({ task }: { readonly task: PhoneTask }) => {
  const { language, words } = useLanguage();
  const { person, permissions } = useSession();
  const nameOf = usePersonName();
  const outcome = useOutcome();
  const take = useTakePhoneTask();
  const finish = useFinishPhoneTask();
  const place = useKeptFocus<HTMLElement>();
  const may = permissions.includes('phoneTask.act');
  const mine = task.takenBy === person.id;
  const end = (result: 'reached' | 'not_reached'): void => {
    if (may && !finish.isPending) finish.mutate({ task, outcome: result }, outcome(words.codes.phoneOutcome[result]));
  };
  const begin = (): void => {
    if (may && !take.isPending) take.mutate(task, outcome(words.phoneTask.take));
  };
  // The same key begins the call and, once it is one's own, reports that it was made.
  useShortcuts({ p: () => (mine ? end('reached') : begin()) });
  return (
    <section className={`panel phone-now ${exerciseClass(task)}`} aria-label={titleOf(task, words)} ref={place} tabIndex={-1}>
      <header className="panel-head">
        <h2>
          {task.exercise === null ? null : <ExerciseMark />} {titleOf(task, words)}
        </h2>
        <Limit dueAt={task.dueAt} left={words.phoneTask.left} late={words.phoneTask.late} />
        {task.takenBy === null || mine ? null : <Tag>{words.phoneTask.taken(nameOf(task.takenBy))}</Tag>}
      </header>
      <p className="hint">{words.phoneTask.machine}</p>
      {task.script.length === 0 ? null : (
        <dl className="phone-script" aria-label={words.phoneTask.script}>
          {task.script.map((line, index) => (
            <div key={line.item}>
              <dt>{index + 1}</dt>
              <dd>{line.text[language]}</dd>
            </div>
          ))}
        </dl>
      )}
      {may ? (
        <div className="phone-buttons">
          {mine ? null : (
            <Button size="large" type="primary" loading={take.isPending} onClick={begin}>
              {words.phoneTask.take} <Key>P</Key>
            </Button>
          )}
          {/* A drill dials nobody. */}
          {task.exercise === null ? (
            <a className="phone-dial" href={`tel:${task.number}`}>
              {words.phoneTask.call}
            </a>
          ) : null}
          {mine ? (
            <>
              <Button size="large" type="primary" loading={finish.isPending} onClick={() => end('reached')}>
                {words.phoneTask.reached} <Key>P</Key>
              </Button>
              <Button size="large" disabled={finish.isPending} onClick={() => end('not_reached')}>
                {words.phoneTask.notReached}
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
    </section>
  );
};

const OtherCall = ({ task }: { readonly task: PhoneTask }) => {
  const { language, words } = useLanguage();
  const now = useNow(5_000);
  const nameOf = usePersonName();
  return (
    <li className={exerciseClass(task)}>
      {task.exercise === null ? null : <ExerciseMark />}
      <b>{whomOf(task, language)}</b>
      {task.doneAt === null ? (
        <>
          <span>{task.takenBy === null ? words.response.nobody : words.phoneTask.taken(nameOf(task.takenBy))}</span>
          <Limit dueAt={task.dueAt} left={words.phoneTask.left} late={words.phoneTask.late} />
        </>
      ) : (
        <span>
          {words.phoneTask.done(task.outcome === null ? '' : words.codes.phoneOutcome[task.outcome], shortTime(task.doneAt, now))}
          {task.late ? <Tag tone="warning">{words.response.doneLate}</Tag> : null}
        </span>
      )}
    </li>
  );
};

/** 报警电话: no machine can dial 119, 120 or 110; a person does, with the script before their eyes. */
export const PhonePanel = ({ school, incident }: { readonly school: string; readonly incident: string }) => {
  const words = useWords();
  const me = useSession().person.id;
  const board = useBoard();
  const listed = usePhoneTasks(school);
  const tasks = newest(listed.data ?? [], board?.open.phoneTasks.values() ?? []).filter((task) => task.incident === incident);
  const [now, ...later] = orderPhoneTasks(
    tasks.filter(({ open }) => open),
    me,
  );
  const others = [...later, ...tasks.filter(({ open }) => !open).sort((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0))];
  if (tasks.length === 0) return null;
  return (
    <>
      {now === undefined ? null : <CallNow key={now.id} task={now} />}
      {others.length === 0 ? null : (
        <section className="panel">
          <h2>{words.phoneTask.panel}</h2>
          <ul className="phone-others">
            {others.map((task) => (
              <OtherCall key={task.id} task={task} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

/** One person makes one call after the other: the next ones, not a list that pushes all else off the desk. */
const shownCalls = 4;

/** On the desk: calls that nobody has made yet, with the way to them. */
export const PhoneLines = ({ tasks }: { readonly tasks: readonly PhoneTask[] }) => {
  const { language, words } = useLanguage();
  const me = useSession().person.id;
  if (tasks.length === 0) return null;
  return (
    <section className="panel phone-lines" aria-label={words.phoneTask.panel}>
      <h2>
        {words.phoneTask.panel} <span className="count">{tasks.length}</span>
      </h2>
      {orderPhoneTasks(tasks, me)
        .slice(0, shownCalls)
        .map((task) => (
          <Link key={task.id} className={`line ${exerciseClass(task)}`} to={`/incidents/${task.incident}`}>
            {task.exercise === null ? null : <ExerciseMark />}
            <b>{task.request === null ? titleOf(task, words) : whomOf(task, language)}</b>
            <span className="line-end">
              <Limit dueAt={task.dueAt} left={words.phoneTask.left} late={words.phoneTask.late} />
            </span>
          </Link>
        ))}
      {tasks.length > shownCalls ? (
        <Link className="more-link" to="/incidents">
          {words.board.more(tasks.length - shownCalls)}
        </Link>
      ) : null}
    </section>
  );
};
