import { useEffect, useRef, useState } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import type { RunnerTask } from '../../services/contracts/drill.ts';
import { useArrive, useMyRunnerTasks } from '../api/duty-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';
import { Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';
import '../styles/phone.css';
import '../styles/runner.css';

/** The server knows which room the code belongs to: each open task is offered it until one is at home there. */
const useArrival = (code: string, tasks: readonly RunnerTask[] | undefined) => {
  const { mutateAsync } = useArrive();
  const [arrived, setArrived] = useState<string | null>(null);
  const [refused, setRefused] = useState<unknown>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (tasks === undefined || begun.current) return;
    begun.current = true;
    const offer = async (): Promise<void> => {
      let last: unknown = 'none';
      for (const task of tasks) {
        try {
          setArrived((await mutateAsync({ task: task.id, code })).id);
          return;
        } catch (error) {
          last = error;
        }
      }
      setRefused(last);
    };
    void offer();
  }, [tasks, code, mutateAsync]);
  return { arrived, refused };
};

/** What the code on a room's wall opens: a runner's phone goes on to their task in that room. */
export const ArrivePage = () => {
  const words = useWords();
  const { code = '' } = useParams();
  const mine = useMyRunnerTasks();
  const open = mine.data?.filter((task) => task.open && task.arrivedAt === null);
  const { arrived, refused } = useArrival(code, open);
  useTitle(words.runner.page);
  if (arrived !== null) return <Navigate to={`/run/${arrived}`} replace />;
  if (refused === null) return <Loading />;
  return (
    <div className="phone run">
      <main>
        <h1>{words.runner.noTask}</h1>
        {refused === 'none' ? null : (
          <p className="phone-note" role="alert">
            {sentenceOf(refused, words)}
          </p>
        )}
        <p>{words.runner.noTaskHint}</p>
        <a className="phone-button danger" href="tel:119">
          {words.runner.call119}
        </a>
        <Link className="run-back" to="/my-work">
          {words.runner.myWork}
        </Link>
      </main>
    </div>
  );
};
