import { Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import type { IncidentActionRequest, IncidentView, ResponseLevel } from '../../../services/contracts/incident.ts';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field } from '../act-dialog.tsx';
import { casualtiesNow, levelsAbove } from '../clocks.ts';

/** Acts that ask for something first. */
export type Asked = 'raise' | 'lower' | 'casualties' | 'end';

interface Props {
  readonly incident: IncidentView;
  readonly busy: boolean;
  readonly send: (action: IncidentActionRequest) => void;
  readonly close: () => void;
}

const mostSaid = 2000;

const Text = ({
  label,
  value,
  set,
  rows = 2,
}: {
  readonly label: string;
  readonly value: string;
  readonly set: (text: string) => void;
  readonly rows?: number;
}) => (
  <Field label={label}>
    <Input.TextArea value={value} onChange={(event) => set(event.target.value)} rows={rows} maxLength={mostSaid} />
  </Field>
);

const Raise = ({ incident, busy, send, close }: Props) => {
  const words = useWords();
  const above = levelsAbove(incident.level);
  const [level, setLevel] = useState<ResponseLevel | null>(above[0] ?? null);
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={words.response.raiseTitle}
      hint={words.response.raiseHint}
      danger
      ready={level !== null && reason.trim() !== ''}
      pending={busy}
      okText={words.codes.incidentAction.raise}
      send={() => {
        if (level !== null) send({ action: 'raise', level, reason: reason.trim() });
      }}
      close={close}
    >
      <fieldset>
        <legend>{words.response.raiseTo}</legend>
        <Radio.Group
          value={level}
          onChange={(event) => setLevel(event.target.value as ResponseLevel)}
          options={above.map((value) => ({ value, label: words.codes.responseLevel[value] }))}
        />
      </fieldset>
      <Text label={words.response.reason} value={reason} set={setReason} />
    </ActDialog>
  );
};

const Lower = ({ busy, send, close }: Props) => {
  const words = useWords();
  const [reason, setReason] = useState('');
  return (
    <ActDialog
      title={words.response.lowerTitle}
      hint={words.response.lowerHint}
      ready={reason.trim() !== ''}
      pending={busy}
      okText={words.codes.incidentAction.lower}
      send={() => send({ action: 'lower', reason: reason.trim() })}
      close={close}
    >
      <Text label={words.response.reason} value={reason} set={setReason} />
    </ActDialog>
  );
};

const counts = ['dead', 'serious', 'injured', 'missing'] as const;

const Casualties = ({ incident, busy, send, close }: Props) => {
  const words = useWords();
  const known = casualtiesNow(incident);
  const [numbers, setNumbers] = useState<Readonly<Record<(typeof counts)[number], number>>>({
    dead: known?.dead ?? 0,
    serious: known?.serious ?? 0,
    injured: known?.injured ?? 0,
    missing: known?.missing ?? 0,
  });
  return (
    <ActDialog
      title={words.response.casualties}
      hint={words.response.casualtiesHint}
      pending={busy}
      send={() => send({ action: 'casualties', ...numbers })}
      close={close}
    >
      <div className="casualty-form">
        {counts.map((name) => (
          <Field key={name} label={words.response[name]}>
            <InputNumber
              size="large"
              min={0}
              max={100_000}
              precision={0}
              aria-label={words.response[name]}
              value={numbers[name]}
              onChange={(value) => setNumbers((held) => ({ ...held, [name]: value ?? 0 }))}
            />
          </Field>
        ))}
      </div>
    </ActDialog>
  );
};

const End = ({ busy, send, close }: Props) => {
  const words = useWords();
  const [said, setSaid] = useState({ cause: '', course: '', measures: '' });
  const parts = ['cause', 'course', 'measures'] as const;
  return (
    <ActDialog
      title={words.response.endTitle}
      hint={words.response.endHint}
      danger
      ready={parts.every((part) => said[part].trim() !== '')}
      pending={busy}
      okText={words.codes.incidentAction.end}
      send={() => send({ action: 'end', cause: said.cause.trim(), course: said.course.trim(), measures: said.measures.trim() })}
      close={close}
    >
      {parts.map((part) => (
        <Text
          key={part}
          label={words.response[part]}
          rows={3}
          value={said[part]}
          set={(text) => setSaid((held) => ({ ...held, [part]: text }))}
        />
      ))}
    </ActDialog>
  );
};

const dialogs = { raise: Raise, lower: Lower, casualties: Casualties, end: End };

export const CommandDialog = ({ action, ...props }: Props & { readonly action: Asked }) => {
  const Asking = dialogs[action];
  return <Asking {...props} />;
};
