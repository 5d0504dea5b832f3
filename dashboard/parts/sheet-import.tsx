import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { organisationLists } from '../../services/contracts/organisation.ts';
import type { SheetImport } from '../../services/contracts/sheet.ts';
import { useSheetImport } from '../api/office-queries.ts';
import { sentenceOf } from '../api/problem.ts';
import { useLanguage, useWords } from '../i18n/language.tsx';

const Faults = ({ errors }: { readonly errors: SheetImport['errors'] }) => {
  const { words, language } = useLanguage();
  return (
    <div className="wide-table">
      <table className="tally">
        <thead>
          <tr>
            <th scope="col">{words.organisation.sheetName}</th>
            <th scope="col">{words.organisation.rowName}</th>
            <th scope="col">{words.organisation.columnName}</th>
            <th scope="col">{words.organisation.fault}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map(({ sheet, row, column, message }, index) => (
            <tr key={`${sheet} ${row} ${column} ${index}`}>
              <td>{sheet}</td>
              <td>{words.organisation.row(row)}</td>
              <td>{column}</td>
              <td>{message[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Answer = ({ answer }: { readonly answer: SheetImport }) => {
  const words = useWords();
  if (!answer.ok)
    return (
      <div role="alert">
        <p className="form-error">{words.organisation.faults(answer.errors.length)}</p>
        <Faults errors={answer.errors} />
      </div>
    );
  const changes = organisationLists.flatMap((list) => {
    const { added, changed } = answer.counts[list] ?? { added: 0, changed: 0 };
    return added + changed === 0 ? [] : [words.organisation.counts(words.organisation.lists[list], added, changed)];
  });
  return (
    <div role="status">
      <p>{answer.dry ? words.organisation.checked : words.organisation.imported}</p>
      {changes.length === 0 ? <p>{words.organisation.nothing}</p> : null}
      <ul>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      {answer.withoutSecret.length === 0 ? null : <p>{words.organisation.secrets(answer.withoutSecret.join(words.common.list))}</p>}
    </div>
  );
};

/** The branch as a workbook: down, changed, checked, and only without errors in again. */
export const SheetPanel = () => {
  const words = useWords();
  const { message } = App.useApp();
  const mutation = useSheetImport();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<SheetImport | null>(null);
  const send = (dry: boolean): void => {
    if (file === null) return;
    mutation.mutate({ file, dry }, { onSuccess: setAnswer, onError: (error) => void message.error(sentenceOf(error, words)) });
  };
  const choose = (chosen: File | undefined): void => {
    setFile(chosen ?? null);
    setAnswer(null);
  };
  return (
    <section className="panel">
      <h2>{words.organisation.sheet}</h2>
      <p className="hint">{words.organisation.sheetHint}</p>
      <p className="buttons">
        <a className="button-link" href="/api/v1/organisation.xlsx" download>
          {words.organisation.download}
        </a>
        <Button size="large" onClick={() => picker.current?.click()}>
          {words.organisation.choose}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".xlsx"
          aria-label={words.organisation.choose}
          onChange={({ target }) => {
            choose(target.files?.[0]);
            // The same file, changed meanwhile, may be chosen again.
            target.value = '';
          }}
        />
      </p>
      {file === null ? null : (
        <>
          <p>{words.organisation.chosen(file.name)}</p>
          <p className="buttons">
            <Button size="large" loading={mutation.isPending} onClick={() => send(true)}>
              {words.organisation.dryRun}
            </Button>
            <Button
              size="large"
              type="primary"
              disabled={answer?.ok !== true || !answer.dry}
              loading={mutation.isPending}
              onClick={() => send(false)}
            >
              {words.organisation.importAll}
            </Button>
          </p>
        </>
      )}
      {answer === null ? null : <Answer answer={answer} />}
    </section>
  );
};
