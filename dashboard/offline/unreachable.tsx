import { Link } from 'react-router';
import { Refusal } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';
import { Failed } from '../parts/states.tsx';
import { rememberedPerson } from './person.ts';

/** The server does not answer at all: nothing old is shown, but a hazard can be reported all the same. */
export const Unreachable = ({ error, retry }: { readonly error: unknown; readonly retry: () => void }) => {
  const words = useWords();
  const cut = error instanceof Refusal && error.status === 0 && rememberedPerson() !== null;
  return (
    <main>
      <Failed error={error} retry={retry} />
      {cut ? (
        <p className="state">
          {words.app.unreachable} <Link to="/report">{words.app.reportAnyway}</Link>
        </p>
      ) : null}
    </main>
  );
};
