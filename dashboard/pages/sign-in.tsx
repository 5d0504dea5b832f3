import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { sentenceOf } from '../api/problem.ts';
import { signIn, useDemoAccounts } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { Preferences } from '../parts/account-menu.tsx';

/** Only a path of this dashboard: nobody can be sent elsewhere by a crafted link. */
const pathFrom = (state: unknown): string => {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : '/';
};

export const SignInPage = () => {
  const words = useWords();
  const demo = useDemoAccounts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const [id, setId] = useState('');
  const [password, setPassword] = useState('');
  const [wall, setWall] = useState(pathFrom(location.state) === '/wall');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const enter = async (person: string, secret: string): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await signIn(person, secret, wall);
      await client.resetQueries({ queryKey: ['session'] });
      await navigate(pathFrom(location.state), { replace: true });
    } catch (error) {
      setFailure(sentenceOf(error, words));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void enter(id.trim(), password);
  };
  return (
    <main className="door">
      <title>{`${words.signIn.title} · ${words.brand}`}</title>
      <section className="panel door-panel">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{words.brand}</h1>
        <p>{words.tagline}</p>
        <form onSubmit={submit}>
          <label>
            <span>{words.signIn.person}</span>
            <Input size="large" autoFocus required autoComplete="username" value={id} onChange={(event) => setId(event.target.value)} />
          </label>
          <label>
            <span>{words.signIn.password}</span>
            <Input
              size="large"
              required
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          <Checkbox checked={wall} onChange={(event) => setWall(event.target.checked)}>
            {words.signIn.wall}
          </Checkbox>
          {failure === null ? null : (
            <p className="form-error" role="alert">
              {failure}
            </p>
          )}
          <Button type="primary" size="large" htmlType="submit" block loading={busy}>
            {words.signIn.submit}
          </Button>
        </form>
        {demo.data ? (
          <div className="demo-accounts">
            <h2>{words.signIn.demo}</h2>
            <p>{words.signIn.demoHint}</p>
            {demo.data.map((account) => (
              <button key={account.id} type="button" disabled={busy} onClick={() => void enter(account.id, account.password)}>
                <b>{account.name}</b>
                <span>{words.codes.role[account.role]}</span>
                <code>
                  {account.id} / {account.password}
                </code>
              </button>
            ))}
          </div>
        ) : null}
        <Preferences />
        <p className="supplements">{words.supplements}</p>
      </section>
    </main>
  );
};
