import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Refusal, sentenceOf } from '../api/problem.ts';
import { useWords } from '../i18n/language.tsx';

export const Loading = () => {
  const words = useWords();
  return (
    <div className="state" role="status">
      {words.common.loading}
    </div>
  );
};

export const Empty = ({ children }: { readonly children: ReactNode }) => <p className="state">{children}</p>;

/** What went wrong in plain words; `gone` is the page's own sentence for "not there or not yours". */
export const Failed = ({ error, retry, gone }: { readonly error: unknown; readonly retry: () => void; readonly gone?: string }) => {
  const words = useWords();
  const missing = error instanceof Refusal && (error.status === 404 || error.status === 403);
  return (
    <div className="state" role="alert">
      <p>{missing && gone !== undefined ? gone : sentenceOf(error, words)}</p>
      <Button onClick={retry}>{words.common.retry}</Button>
    </div>
  );
};

export const NotFound = () => {
  const words = useWords();
  return (
    <div className="state">
      <h1>{words.errors.notFound}</h1>
      <p>{words.errors.notFoundHint}</p>
      <Link to="/">{words.keys.board}</Link>
    </div>
  );
};
