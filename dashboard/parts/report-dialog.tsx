import { Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import type { Incident } from '../../services/contracts/incident.ts';
import type { IncidentReport } from '../../services/contracts/reporting.ts';
import { incidentReportSchema, reportKinds } from '../../services/contracts/reporting.ts';
import { useReportUp } from '../api/reporting-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from './act-dialog.tsx';
import { firstDraft, fromField, toField } from './report-model.ts';

interface Props {
  readonly incident: Incident;
  /** Newest first. */
  readonly reports: readonly IncidentReport[];
  readonly close: () => void;
}

/** 首报 / 续报 / 终报: what the school tells upward. */
export const ReportDialog = ({ incident, reports, close }: Props) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = useReportUp(incident.id);
  const [draft, setDraft] = useState(() => firstDraft(incident, reports));
  const [happened, setHappened] = useState(() => toField(draft.happenedAt));
  const happenedAt = fromField(happened);
  const set = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const count = (label: string, name: 'deaths' | 'injured') => (
    <Field label={label} optional>
      <InputNumber
        size="large"
        min={0}
        max={100_000}
        precision={0}
        aria-label={label}
        placeholder={words.reporting.unknownCount}
        value={draft[name]}
        onChange={(value) => set({ [name]: value })}
      />
    </Field>
  );
  return (
    <ActDialog
      title={words.reporting.addTitle}
      hint={words.reporting.addHint}
      ready={draft.text.trim() !== '' && happenedAt !== null}
      pending={mutation.isPending}
      close={close}
      send={() => {
        if (happenedAt === null) return;
        const measures = draft.measures?.trim() || null;
        mutation.mutate({ ...draft, text: draft.text.trim(), measures, happenedAt }, outcome(words.codes.reportKind[draft.kind], close));
      }}
    >
      <fieldset>
        <legend>{words.reporting.kind}</legend>
        <Radio.Group
          aria-label={words.reporting.kind}
          size="large"
          value={draft.kind}
          onChange={({ target }) => set({ kind: target.value as IncidentReport['kind'] })}
          options={reportKinds.map((kind) => ({
            value: kind,
            label: words.codes.reportKind[kind],
            disabled: kind !== 'initial' && reports.length === 0,
          }))}
        />
      </fieldset>
      <fieldset>
        <legend>{words.reporting.channel}</legend>
        <Radio.Group
          aria-label={words.reporting.channel}
          size="large"
          value={draft.channel}
          onChange={({ target }) => set({ channel: target.value as IncidentReport['channel'] })}
          options={incidentReportSchema.shape.channel.options.map((channel) => ({
            value: channel,
            label: words.codes.reportChannel[channel],
          }))}
        />
      </fieldset>
      <Field label={words.reporting.nature}>
        <Select
          size="large"
          aria-label={words.reporting.nature}
          value={draft.nature}
          onChange={(nature) => set({ nature })}
          options={incidentReportSchema.shape.nature.options.map((nature) => ({
            value: nature,
            label: words.codes.incidentNature[nature],
          }))}
        />
      </Field>
      <Field label={words.reporting.happenedAt}>
        <Input size="large" type="datetime-local" step={1} value={happened} onChange={({ target }) => setHappened(target.value)} />
      </Field>
      <div className="side-by-side">
        {count(words.reporting.deaths, 'deaths')}
        {count(words.reporting.injured, 'injured')}
      </div>
      <Field label={words.reporting.text}>
        <Input.TextArea rows={4} maxLength={4000} value={draft.text} onChange={({ target }) => set({ text: target.value })} />
      </Field>
      <Field label={words.reporting.measures} optional>
        <Input.TextArea rows={2} maxLength={4000} value={draft.measures ?? ''} onChange={({ target }) => set({ measures: target.value })} />
      </Field>
    </ActDialog>
  );
};
