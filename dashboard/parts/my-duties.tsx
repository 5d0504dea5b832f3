import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { DutySheet, MyDuty } from '../../services/contracts/responsibility.ts';
import { type ShownBy, useDuties, usePerformed, useReceipt, useShownBy } from '../api/office-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { shownLabel } from './duty-records.ts';
import { dayOf, fullTime } from './format.ts';
import { Empty, Failed, Loading } from './states.tsx';
import { Tag } from './tags.tsx';

/** What may show a duty done, and who may look such things up. */
const shownBy: readonly (readonly [ShownBy, string])[] = [
  ['hazard', 'hazard.read'],
  ['gridCell', 'duty.read'],
  ['risk', 'risk.read'],
  ['incident', 'incident.read'],
  ['document', 'document.read'],
];

const PerformedDialog = ({ sheet, close }: { readonly sheet: DutySheet; readonly close: () => void }) => {
  const words = useWords();
  const { permissions, org } = useSession();
  const outcome = useOutcome();
  const mutation = usePerformed();
  const [item, setItem] = useState(0);
  const [subject, setSubject] = useState<ShownBy>('hazard');
  const [record, setRecord] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const records = useShownBy(subject, org.kind === 'school' ? org.id : undefined);
  return (
    <ActDialog
      title={words.duties.recordTitle}
      ready={record !== null}
      pending={mutation.isPending}
      close={close}
      send={() => {
        if (record === null) return;
        mutation.mutate(
          { sheet: sheet.id, form: { item, subject, subjectId: record, note: note.trim() } },
          outcome(words.duties.record, close),
        );
      }}
    >
      <Field label={words.duties.item}>
        <Select
          size="large"
          aria-label={words.duties.item}
          value={item}
          onChange={setItem}
          options={sheet.items.map((text, index) => ({ value: index, label: `${index + 1}. ${text}` }))}
        />
      </Field>
      <Field label={words.duties.what}>
        <Select
          size="large"
          aria-label={words.duties.what}
          value={subject}
          onChange={(next) => {
            setSubject(next);
            setRecord(null);
          }}
          options={shownBy
            .filter(([, permission]) => permissions.includes(permission))
            .map(([one]) => ({ value: one, label: words.codes.performedSubject[one] }))}
        />
      </Field>
      <Field label={words.duties.which}>
        <Select
          size="large"
          aria-label={words.duties.which}
          placeholder={words.hazards.pick}
          loading={records.isPending}
          value={record}
          onChange={setRecord}
          showSearch={{ optionFilterProp: 'label' }}
          notFoundContent={words.duties.noRecords}
          options={(records.data ?? []).map((one) => ({ value: one.id, label: shownLabel(subject, one, words) }))}
        />
      </Field>
      <Field label={words.duties.note} optional>
        <Input.TextArea rows={2} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ActDialog>
  );
};

const SheetText = ({ sheet }: { readonly sheet: DutySheet }) => {
  const words = useWords();
  const { person } = useSession();
  const receipt = sheet.receipts.find((one) => one.person === person.id);
  const mine = sheet.performed.filter((one) => one.person === person.id);
  return (
    <>
      <p className="hint">
        {words.duties.edition(sheet.edition, dayOf(sheet.issuedAt))} ·{' '}
        {receipt === undefined ? words.duties.unsigned : words.duties.signed(fullTime(receipt.readAt))}
      </p>
      <ol className="duty-items">
        {sheet.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ol>
      {receipt === undefined ? null : (
        <>
          <h3>{words.duties.performed}</h3>
          {mine.length === 0 ? <p className="hint">{words.duties.noPerformed}</p> : null}
          <ul className="performed">
            {mine.map((one) => (
              <li key={`${one.at} ${one.subjectId}`}>
                {dayOf(one.at)} · {sheet.items[one.item]} · {words.codes.performedSubject[one.subject as ShownBy] ?? words.common.unknown}
                {one.note === '' ? null : ` · ${one.note}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
};

const DutyCard = ({ duty, record }: { readonly duty: MyDuty; readonly record: (sheet: DutySheet) => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const receipt = useReceipt();
  const { post, sheet, read } = duty;
  return (
    <article className="panel">
      <h3>
        {post.title} {post.headship === null ? null : <Tag>{words.codes.headship[post.headship]}</Tag>}
      </h3>
      <p>{words.duties.business(post.businessDuty)}</p>
      {sheet === null ? <p className="hint">{words.duties.noSheet}</p> : <SheetText sheet={sheet} />}
      {sheet === null ? null : read ? (
        <Button size="large" onClick={() => record(sheet)}>
          {words.duties.record}
        </Button>
      ) : (
        <Button
          size="large"
          type="primary"
          loading={receipt.isPending}
          onClick={() => receipt.mutate(sheet.id, outcome(words.duties.sign))}
        >
          {words.duties.sign}
        </Button>
      )}
    </article>
  );
};

/** The duty sheets of the posts I hold: read, signed, performed. */
export const MyDuties = () => {
  const words = useWords();
  const query = useDuties();
  const [recording, setRecording] = useState<DutySheet | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <section>
      <h2>{words.duties.mine}</h2>
      {query.data.length === 0 ? <Empty>{words.duties.noMine}</Empty> : null}
      <div className="cards">
        {query.data.map((duty) => (
          <DutyCard key={duty.post.id} duty={duty} record={setRecording} />
        ))}
      </div>
      {recording === null ? null : <PerformedDialog sheet={recording} close={() => setRecording(null)} />}
    </section>
  );
};
