import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { type ResponseLevel, responseLevels } from '../../../services/contracts/incident.ts';
import type { ResponsePlan, ResponsePlanForm } from '../../../services/contracts/response.ts';
import { alarmKinds, type Role, roles } from '../../../services/contracts/values.ts';
import { usePlanChange } from '../../api/prepare-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { ActDialog, Field, useOutcome } from '../act-dialog.tsx';

type Task = NonNullable<ResponsePlanForm['levels'][ResponseLevel]>[number];

interface RowProps {
  readonly n: number;
  readonly task: Task;
  readonly change: (task: Task) => void;
  readonly remove: () => void;
}

const TaskRow = ({ n, task, change, remove }: RowProps) => {
  const words = useWords();
  return (
    <fieldset className="form-row task-row">
      <Select
        size="large"
        aria-label={words.plans.task(n)}
        value={task.task}
        onChange={(code) => change({ ...task, task: code })}
        options={Object.entries(words.open.task).map(([code, text]) => ({ value: code, label: text }))}
      />
      <Select<Role>
        size="large"
        aria-label={words.plans.role(n)}
        value={task.role}
        onChange={(role) => change({ ...task, role })}
        options={roles.map((role) => ({ value: role, label: words.codes.role[role] }))}
      />
      <InputNumber
        size="large"
        aria-label={words.plans.seconds(n)}
        placeholder={words.plans.noLimit}
        min={10}
        max={86_400}
        precision={0}
        value={task.withinSeconds}
        onChange={(withinSeconds) => change({ ...task, withinSeconds })}
      />
      <Button size="large" aria-label={words.plans.removeTask(n)} onClick={remove}>
        ✕
      </Button>
      <Input
        size="large"
        aria-label={words.plans.text(n)}
        placeholder={words.plans.text(n)}
        maxLength={300}
        value={task.text ?? ''}
        onChange={({ target }) => change({ ...task, text: target.value === '' ? null : target.value })}
      />
    </fieldset>
  );
};

interface Props {
  readonly school: string;
  /** A draft to change, or an edition whose text the next one begins with; null = empty. */
  readonly plan: ResponsePlan | null;
  readonly close: () => void;
}

/** A draft: its name, what it is for, and the tasks of each level. */
export const PlanDialog = ({ school, plan, close }: Props) => {
  const words = useWords();
  const outcome = useOutcome();
  const mutation = usePlanChange();
  const draft = plan?.state === 'draft' ? plan : null;
  const [id] = useState(() => draft?.id ?? `${school}-plan-${Date.now().toString(36)}`);
  const [form, setForm] = useState<ResponsePlanForm>({
    school: draft?.school ?? school,
    name: plan?.name ?? '',
    kinds: plan?.kinds ?? [],
    levels: plan?.levels ?? {},
  });
  const tasksOf = (level: ResponseLevel): Task[] => form.levels[level] ?? [];
  const setTasks = (level: ResponseLevel, tasks: Task[]): void =>
    setForm((held) => ({ ...held, levels: { ...held.levels, [level]: tasks } }));
  const lacksWords = responseLevels.some((level) => tasksOf(level).some(({ task, text }) => task === 'own' && (text ?? '').trim() === ''));
  const title = draft === null ? (plan === null ? words.plans.write : words.plans.next) : words.plans.edit;
  return (
    <ActDialog
      title={title}
      ready={form.name.trim() !== '' && !lacksWords}
      pending={mutation.isPending}
      close={close}
      send={() => mutation.mutate({ id, version: draft?.version ?? 0, form: { ...form, name: form.name.trim() } }, outcome(title, close))}
    >
      <Field label={words.plans.name}>
        <Input
          size="large"
          maxLength={200}
          value={form.name}
          onChange={({ target }) => setForm((held) => ({ ...held, name: target.value }))}
        />
      </Field>
      <Field label={words.plans.forKinds}>
        <Select
          size="large"
          mode="multiple"
          aria-label={words.plans.forKinds}
          value={form.kinds}
          onChange={(kinds) => setForm((held) => ({ ...held, kinds }))}
          options={alarmKinds.map((kind) => ({ value: kind, label: words.codes.kind[kind] }))}
        />
      </Field>
      {responseLevels.map((level) => {
        const name = words.plans.level(level, words.codes.levelWord[level]);
        const tasks = tasksOf(level);
        return (
          <div key={level} className="form-group">
            <span>{name}</span>
            {tasks.map((task, index) => (
              <TaskRow
                // biome-ignore lint/suspicious/noArrayIndexKey: the rows have nothing of their own but their place
                key={index}
                n={index + 1}
                task={task}
                change={(next) => setTasks(level, tasks.with(index, next))}
                remove={() => setTasks(level, tasks.toSpliced(index, 1))}
              />
            ))}
            <Button
              size="large"
              onClick={() => setTasks(level, [...tasks, { task: 'own', text: null, role: 'duty-leader', withinSeconds: null }])}
            >
              {words.plans.addTask(name)}
            </Button>
          </div>
        );
      })}
    </ActDialog>
  );
};
