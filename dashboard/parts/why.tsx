import { Select } from 'antd';
import { useState } from 'react';
import { sentenceOf } from '../api/problem.ts';
import { usePeople, useWhy } from '../api/queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { CallLine } from './calls-panel.tsx';
import { fullTime } from './format.ts';
import { Tag } from './tags.tsx';

/** Why a person was, or was not, told of an alarm: every gate with its verdict. */
export const WhyTold = ({ alarm, school }: { readonly alarm: string; readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const may = permissions.includes('notice.read') && permissions.includes('people.read');
  const people = usePeople(may ? school : null);
  const [person, setPerson] = useState<string | null>(null);
  const why = useWhy(alarm, person);
  if (!may) return null;
  return (
    <section className="panel">
      <h2>{words.alarm.why}</h2>
      <label className="filter">
        <span>{words.alarm.whyPerson}</span>
        <Select
          aria-label={words.alarm.whyPerson}
          value={person}
          onChange={setPerson}
          options={(people.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${words.codes.role[one.role]}` }))}
        />
      </label>
      {why.error === null ? null : <p role="alert">{sentenceOf(why.error, words)}</p>}
      {why.data === undefined ? null : (
        <>
          <p>
            <Tag tone={why.data.told ? 'good' : 'warning'}>{why.data.told ? words.alarm.told : words.alarm.notTold}</Tag>{' '}
            {why.data.at === null ? '' : fullTime(why.data.at)}
          </p>
          <ul className="gates">
            {why.data.gates.map((gate) => (
              <li key={gate.gate}>
                <b className={gate.passed ? 'passed' : 'stopped'} aria-hidden="true">
                  {gate.passed ? '✓' : '✗'}
                </b>{' '}
                {wordFor(words.open.gate, gate.gate, words.open.gateOther)}
                {words.common.colon}
                {wordFor(words.open.gateReason, gate.reason, gate.passed ? words.common.yes : words.common.no)}
              </li>
            ))}
          </ul>
          {why.data.calls.length === 0 ? null : (
            <ol className="call-lines">
              {why.data.calls.map((call) => (
                <CallLine key={call.id} call={call} name={null} />
              ))}
            </ol>
          )}
        </>
      )}
    </section>
  );
};
