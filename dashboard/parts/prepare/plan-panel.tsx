import { Button } from 'antd';
import { useState } from 'react';
import { responseLevels } from '../../../services/contracts/incident.ts';
import type { ResponsePlan } from '../../../services/contracts/response.ts';
import { useOrgs } from '../../api/hazard-queries.ts';
import { usePersonName } from '../../api/office-queries.ts';
import { usePlanApproval, useResponsePlans } from '../../api/prepare-queries.ts';
import { useSession } from '../../api/session.tsx';
import { useWords } from '../../i18n/language.tsx';
import { wordFor } from '../../i18n/words.ts';
import { useNow } from '../../live/live.tsx';
import { AskButton } from '../ask-button.tsx';
import { dayOf, duration } from '../format.ts';
import { LevelSign } from '../level-sign.tsx';
import { Empty, Failed, Loading } from '../states.tsx';
import { Tag, type Tone } from '../tags.tsx';
import { PlanDialog } from './plan-dialog.tsx';

const stateTone: Readonly<Record<ResponsePlan['state'], Tone>> = { draft: 'warning', in_force: 'good', superseded: 'quiet' };

const Levels = ({ plan }: { readonly plan: ResponsePlan }) => {
  const words = useWords();
  return responseLevels.map((level) => {
    const tasks = plan.levels[level] ?? [];
    return (
      <details key={level} open={plan.state !== 'superseded' && tasks.length > 0}>
        <summary>
          <LevelSign level={level} /> <span className="count">{tasks.length}</span>
        </summary>
        {tasks.length === 0 ? <p className="hint">{words.plans.noTasks}</p> : null}
        <ol className="duty-items">
          {tasks.map(({ task, text, role, withinSeconds }) => (
            <li key={`${task} ${text} ${role}`}>
              {text ?? wordFor(words.open.task, task, words.open.task.own)}
              <small>
                {' '}
                {words.codes.role[role]} ·{' '}
                {withinSeconds === null ? words.plans.noLimit : words.plans.within(duration(withinSeconds * 1000, words))}
              </small>
            </li>
          ))}
        </ol>
      </details>
    );
  });
};

interface CardProps {
  readonly plan: ResponsePlan;
  readonly school: string;
  readonly write: (plan: ResponsePlan) => void;
}

const Card = ({ plan, school, write }: CardProps) => {
  const words = useWords();
  const now = useNow(60_000);
  const nameOf = usePersonName();
  const { permissions, person } = useSession();
  const approval = usePlanApproval();
  const keeper = useOrgs().data?.find(({ id }) => id === plan.school)?.name ?? words.common.unknown;
  const mayManage = permissions.includes('response.manage');
  const { reviewDueAt } = plan;
  return (
    <article className="panel plan-card">
      <h3>
        {plan.name} · {words.plans.edition(plan.edition)} <Tag tone={stateTone[plan.state]}>{words.plans.states[plan.state]}</Tag>
      </h3>
      <p className="hint">
        {words.plans.kinds(
          plan.kinds.length === 0 ? words.plans.allKinds : plan.kinds.map((kind) => words.codes.kind[kind]).join(words.common.list),
        )}
        {plan.school === school ? '' : ` · ${words.plans.from(keeper)}`} · {words.plans.by(nameOf(plan.by))}
        {plan.inForceAt === null ? '' : ` · ${words.plans.inForce(nameOf(plan.approvedBy ?? ''), dayOf(plan.inForceAt))}`}
      </p>
      {reviewDueAt === null || plan.state !== 'in_force' ? null : (
        <p className={reviewDueAt < now ? 'is-over' : ''}>
          {reviewDueAt < now ? words.plans.reviewLate(dayOf(reviewDueAt)) : words.plans.review(dayOf(reviewDueAt))}
        </p>
      )}
      <Levels plan={plan} />
      {mayManage && plan.school === school && plan.state !== 'superseded' ? (
        <p className="buttons">
          {plan.state === 'draft' && plan.by !== person.id ? (
            <AskButton label={words.plans.approve} hint={words.plans.approveHint} primary mutation={approval} input={plan} />
          ) : null}
          <Button size="large" onClick={() => write(plan)}>
            {plan.state === 'draft' ? words.plans.edit : words.plans.next}
          </Button>
          {plan.state === 'draft' && plan.by === person.id ? <small>{words.plans.approveHint}</small> : null}
        </p>
      ) : null}
    </article>
  );
};

const order: Readonly<Record<ResponsePlan['state'], number>> = { in_force: 0, draft: 1, superseded: 2 };

/** 应急预案: editions with their tasks by level. */
export const PlanPanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const query = useResponsePlans(school);
  const [open, setOpen] = useState<{ readonly plan: ResponsePlan | null } | null>(null);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const plans = query.data.toSorted((a, b) => order[a.state] - order[b.state] || b.edition - a.edition);
  return (
    <section>
      <h2>{words.readiness.plans}</h2>
      {plans.length === 0 ? <Empty>{words.plans.none}</Empty> : null}
      <div className="cards">
        {plans.map((plan) => (
          <Card key={plan.id} plan={plan} school={school} write={(one) => setOpen({ plan: one })} />
        ))}
      </div>
      {permissions.includes('response.manage') ? (
        <p className="buttons">
          <Button size="large" onClick={() => setOpen({ plan: null })}>
            {words.plans.write}
          </Button>
        </p>
      ) : null}
      {open === null ? null : <PlanDialog school={school} plan={open.plan} close={() => setOpen(null)} />}
    </section>
  );
};
