import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { sentenceOf } from '../api/problem.ts';
import { setUp } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { Preferences } from '../parts/account-menu.tsx';

const idForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const shortest = 8;

/** `/setup?token=…`: the one-time link the server prints on an empty data folder. */
export const SetUpPage = () => {
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const token = params.get('token') ?? '';
  const [form, setForm] = useState({ id: '', name: '', password: '', again: '' });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const flaw = (): string | null => {
    if (!idForm.test(form.id)) return words.setup.badId;
    if (form.password.length < shortest) return words.setup.short;
    return form.password === form.again ? null : words.setup.differs;
  };
  const enter = async (): Promise<void> => {
    setBusy(true);
    try {
      await setUp({ token, id: form.id, name: form.name.trim(), password: form.password });
      await client.resetQueries({ queryKey: ['session'] });
      await navigate('/', { replace: true });
    } catch (error) {
      setFailure(sentenceOf(error, words));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = flaw();
    setFailure(found);
    if (found === null) void enter();
  };
  const field = (name: keyof typeof form, label: string, type: 'text' | 'password', autoComplete: string) => (
    <label>
      <span>{label}</span>
      <Input
        size="large"
        required
        type={type}
        autoComplete={autoComplete}
        value={form[name]}
        onChange={(event) => setForm({ ...form, [name]: event.target.value })}
      />
    </label>
  );
  return (
    <main className="door">
      <title>{`${words.setup.title} · ${words.brand}`}</title>
      <section className="panel door-panel">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{words.setup.title}</h1>
        {token === '' ? (
          <p role="alert">{words.setup.missing}</p>
        ) : (
          <>
            <p>{words.setup.hint}</p>
            <form onSubmit={submit}>
              {field('id', words.setup.person, 'text', 'username')}
              {field('name', words.setup.name, 'text', 'name')}
              {field('password', words.setup.password, 'password', 'new-password')}
              {field('again', words.setup.again, 'password', 'new-password')}
              {failure === null ? null : (
                <p className="form-error" role="alert">
                  {failure}
                </p>
              )}
              <Button type="primary" size="large" htmlType="submit" block loading={busy}>
                {words.setup.submit}
              </Button>
            </form>
          </>
        )}
        <Preferences />
      </section>
    </main>
  );
};
