import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { type Erasure, type ErasureSubject, erasureReasons, erasureSubjects } from '../../services/contracts/erasure.ts';
import { useBranchPeople } from '../api/office-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useErasure } from '../api/reporting-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { Field } from '../parts/act-dialog.tsx';
import { meantBy } from '../parts/erasure-model.ts';
import { OfficeTabs } from '../parts/office-tabs.tsx';
import { useTitle } from '../parts/title.ts';

const PersonField = ({ value, onChange }: { readonly value: string; readonly onChange: (person: string) => void }) => {
  const words = useWords();
  const gone = (useBranchPeople().data ?? []).filter(({ active }) => !active);
  return (
    <Field label={words.erasures.person}>
      <Select
        size="large"
        aria-label={words.erasures.person}
        placeholder={words.hazards.pick}
        value={value === '' ? null : value}
        onChange={(next: string | null) => onChange(next ?? '')}
        showSearch={{ optionFilterProp: 'label' }}
        notFoundContent={words.erasures.noPeople}
        options={gone.map(({ id, name, role }) => ({ value: id, label: `${name} · ${words.codes.role[role]}` }))}
      />
    </Field>
  );
};

interface LinkProps {
  readonly value: string;
  readonly onChange: (typed: string) => void;
}

const LinkField = ({ value, onChange }: LinkProps) => {
  const words = useWords();
  const isOdd = value.trim() !== '' && meantBy(value) === null;
  return (
    <Field label={words.erasures.link}>
      <small>{words.erasures.linkHint}</small>
      {isOdd ? <small className="form-error">{words.erasures.notUnderstood}</small> : null}
      <Input size="large" value={value} status={isOdd ? 'error' : ''} onChange={({ target }) => onChange(target.value)} />
    </Field>
  );
};

/** 依法删除: the request of a person or a guardian carried out by an administrator. */
export const ErasuresPage = () => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useErasure();
  const [subject, setSubject] = useState<ErasureSubject>('hazard');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState<Erasure['reason']>('minor_request');
  const [sure, setSure] = useState(false);
  const [done, setDone] = useState<Erasure | null>(null);
  const meant = subject === 'person' ? { subject: null, subjectId: typed } : meantBy(typed);
  useTitle(words.erasures.title);
  const type = (text: string): void => {
    setTyped(text);
    setDone(null);
    // An address says itself what it is of.
    const named = meantBy(text)?.subject ?? null;
    if (named !== null) setSubject(named);
  };
  const send = (): void => {
    if (meant === null) return;
    mutation.mutate(
      { subject, subjectId: meant.subjectId, reason },
      {
        onSuccess: (erasure) => {
          setDone(erasure);
          setTyped('');
          setSure(false);
        },
        onError: (error) => void message.error(sentenceOf(error, words)),
      },
    );
  };
  return (
    <div className="page">
      <h1>{words.erasures.title}</h1>
      <OfficeTabs />
      <form
        className="panel action-form erasure-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p className="warnings">{words.erasures.hint}</p>
        <Field label={words.erasures.subject}>
          <Select
            size="large"
            aria-label={words.erasures.subject}
            value={subject}
            onChange={(next) => {
              setSubject(next);
              setTyped('');
            }}
            options={erasureSubjects.map((one) => ({ value: one, label: words.codes.erasureSubject[one] }))}
          />
        </Field>
        {subject === 'person' ? <PersonField value={typed} onChange={setTyped} /> : <LinkField value={typed} onChange={type} />}
        <Field label={words.erasures.reason}>
          <Select
            size="large"
            aria-label={words.erasures.reason}
            value={reason}
            onChange={setReason}
            options={erasureReasons.map((one) => ({ value: one, label: words.codes.erasureReason[one] }))}
          />
        </Field>
        <Checkbox checked={sure} onChange={({ target }) => setSure(target.checked)}>
          {words.erasures.sure}
        </Checkbox>
        <Button
          size="large"
          danger
          type="primary"
          htmlType="submit"
          disabled={!sure || meant === null || typed === ''}
          loading={mutation.isPending}
        >
          {words.erasures.submit}
        </Button>
        {done === null ? null : <p role="status">{words.erasures.done(done.texts, done.pictures)}</p>}
      </form>
    </div>
  );
};
