import { Input, Select } from 'antd';
import { useState } from 'react';
import type { Accountability, Finding } from '../../services/contracts/reporting.ts';
import { useDutySheets, usePersonName, usePosts } from '../api/office-queries.ts';
import { useCaseClosing, useNewCase } from '../api/reporting-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { reasonText } from './finding-text.ts';
import { dayOf } from './format.ts';

/** Duty sheets of the school, and of my own organisation above it, with what their posts are called. */
const useSheetsAbout = (school: string) => {
  const { org } = useSession();
  const above = org.id === school ? undefined : org.id;
  const [sheets, sheetsAbove] = [useDutySheets(school), useDutySheets(above)];
  const [posts, postsAbove] = [usePosts(school), usePosts(above)];
  const allPosts = [...(posts.data ?? []), ...(above === undefined ? [] : (postsAbove.data ?? []))];
  return [...(sheets.data ?? []), ...(above === undefined ? [] : (sheetsAbove.data ?? []))].map((sheet) => ({
    sheet,
    post: allPosts.find(({ id }) => id === sheet.post),
  }));
};

/** A leader makes a question a case: the duty that was breached must be named. */
export const CaseDialog = ({ finding, close }: { readonly finding: Finding; readonly close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useNewCase();
  const nameOf = usePersonName();
  const sheets = useSheetsAbout(finding.school);
  const [sheetId, setSheetId] = useState<string | null>(null);
  const [item, setItem] = useState<number | null>(null);
  const [person, setPerson] = useState('');
  const [reason, setReason] = useState('');
  const chosen = sheets.find(({ sheet }) => sheet.id === sheetId);
  const people = [...new Set([...(chosen?.post?.holders ?? []), ...(chosen?.sheet.receipts ?? []).map((one) => one.person)])];
  return (
    <ActDialog
      title={words.findings.caseTitle}
      hint={`${reasonText(finding, words)} ${words.findings.caseHint}`}
      ready={sheetId !== null && item !== null && reason.trim() !== ''}
      danger
      okText={words.findings.openCase}
      pending={mutation.isPending}
      close={close}
      send={() => {
        if (sheetId === null || item === null) return;
        const draft = { person: person === '' ? null : person, sheet: sheetId, item, findings: [finding.id], reason: reason.trim() };
        mutation.mutate(draft, outcome(words.findings.openCase, close));
      }}
    >
      <Field label={words.findings.sheet}>
        <Select
          size="large"
          aria-label={words.findings.sheet}
          placeholder={words.hazards.pick}
          value={sheetId}
          onChange={(next) => {
            setSheetId(next);
            setItem(null);
            setPerson('');
          }}
          options={sheets.map(({ sheet, post }) => ({
            value: sheet.id,
            label: `${post?.title ?? ''} · ${words.duties.edition(sheet.edition, dayOf(sheet.issuedAt))}`,
          }))}
        />
      </Field>
      <Field label={words.findings.item}>
        <Select
          size="large"
          aria-label={words.findings.item}
          placeholder={words.hazards.pick}
          disabled={chosen === undefined}
          value={item}
          onChange={setItem}
          options={(chosen?.sheet.items ?? []).map((text, index) => ({ value: index, label: `${index + 1}. ${text}` }))}
        />
      </Field>
      <Field label={words.findings.person}>
        <Select
          size="large"
          aria-label={words.findings.person}
          value={person}
          onChange={setPerson}
          options={[{ value: '', label: words.findings.nobody }, ...people.map((id) => ({ value: id, label: nameOf(id) }))]}
        />
      </Field>
      <Field label={words.findings.caseReason}>
        <Input.TextArea rows={3} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} />
      </Field>
    </ActDialog>
  );
};

export const ClosingDialog = ({ one, close }: { readonly one: Accountability; readonly close: () => void }) => {
  const words = useWords();
  const done = useOutcome();
  const mutation = useCaseClosing();
  const [outcome, setOutcome] = useState('');
  return (
    <ActDialog
      title={words.findings.closeTitle}
      ready={outcome.trim() !== ''}
      pending={mutation.isPending}
      okText={words.findings.close}
      close={close}
      send={() => mutation.mutate({ one, outcome: outcome.trim() }, done(words.findings.close, close))}
    >
      <Field label={words.findings.outcome}>
        <Input.TextArea rows={4} maxLength={2000} value={outcome} onChange={({ target }) => setOutcome(target.value)} />
      </Field>
    </ActDialog>
  );
};
