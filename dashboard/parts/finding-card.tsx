import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Finding } from '../../services/contracts/reporting.ts';
import { usePersonName } from '../api/office-queries.ts';
import { useSchoolDevices, useSchoolName } from '../api/places.ts';
import { useDismissal } from '../api/reporting-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { evidenceOf, factTexts, linkTo, reasonText } from './finding-text.ts';
import { fullTime } from './format.ts';
import { Tag } from './tags.tsx';

export const DismissDialog = ({ finding, close }: { readonly finding: Finding; readonly close: () => void }) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useDismissal();
  const [note, setNote] = useState('');
  return (
    <ActDialog
      title={words.findings.dismissTitle}
      hint={reasonText(finding, words)}
      ready={note.trim() !== ''}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ finding, note: note.trim() }, outcome(words.findings.dismiss, close))}
    >
      <Field label={words.findings.dismissNote}>
        <Input.TextArea rows={4} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ActDialog>
  );
};

interface Props {
  readonly finding: Finding;
  readonly dismiss: () => void;
  readonly open: () => void;
}

/** One question with everything it rests on; leaders answer it. */
export const FindingCard = ({ finding, dismiss, open }: Props) => {
  const words = useWords();
  const { permissions } = useSession();
  const school = useSchoolName(finding.school);
  const devices = useSchoolDevices(finding.school);
  const nameOf = usePersonName();
  const about = linkTo(finding.subject, finding.subjectId);
  const subject = wordFor(words.inbox.subject, finding.subject, words.common.unknown);
  const facts = factTexts(finding, (id) => devices.get(id)?.name ?? words.open.otherDevice, words);
  return (
    <article className="panel finding">
      <header>
        <Tag tone={finding.state === 'open' ? 'alarm' : 'quiet'}>{words.codes.findingKind[finding.kind]}</Tag>
        <Tag tone={finding.state === 'open' ? 'warning' : 'plain'}>{words.codes.findingState[finding.state]}</Tag>
      </header>
      <h3>{reasonText(finding, words)}</h3>
      <p className="hint">
        {school} · {words.findings.about} {about === null ? subject : <Link to={about}>{subject}</Link>} ·{' '}
        {words.findings.foundAt(fullTime(finding.at))}
      </p>
      <ul className="fact-list">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      <p className="rests">
        {words.findings.evidence}
        {words.common.colon}
        {evidenceOf(finding, words).map(({ key, text, to }) =>
          to === null ? (
            <span key={key}>{text}</span>
          ) : (
            <Link key={key} to={to}>
              {text}
            </Link>
          ),
        )}
      </p>
      {finding.decidedBy === null || finding.decidedAt === null ? null : (
        <p>
          {words.findings.decided(nameOf(finding.decidedBy), fullTime(finding.decidedAt))}
          {finding.decision === null ? null : `${words.common.colon}${finding.decision}`}
        </p>
      )}
      {finding.state === 'open' && permissions.includes('finding.decide') ? (
        <p className="buttons">
          <Button size="large" onClick={dismiss}>
            {words.findings.dismiss}
          </Button>
          {permissions.includes('accountability.manage') ? (
            <Button size="large" danger onClick={open}>
              {words.findings.openCase}
            </Button>
          ) : null}
        </p>
      ) : null}
    </article>
  );
};
