/** One step of a ladder, carried out: the calls it plans, and whom it could not call. */
import type { LadderStep } from '../core/escalation/policy.ts';
import type { PlannedStep } from '../core/escalation/step.ts';
import { planStep } from '../core/escalation/step.ts';
import type { Turn } from '../core/turn.ts';
import type { CallDraft } from './calls.ts';
import { callsAbout, callsOfTurn, noteRefused, planCall } from './calls.ts';
import type { Service } from './service.ts';
import { audit } from './service.ts';

/** What a ladder is about. */
export type Matter = Pick<CallDraft, 'school' | 'subject' | 'subjectId' | 'exercise'> & { readonly occurrence: number };

export interface CarryOut {
  /** May wait while others that may not are sent. */
  readonly canWait: boolean;
  /** It began in this very turn: no call about it is stored. */
  readonly isNew: boolean;
}

/** Calls everybody of a step; who cannot be called is noted with the reason. */
export const carryOut = (service: Service, turn: Turn, matter: Matter, step: LadderStep, { canWait, isNew }: CarryOut): PlannedStep => {
  const before = isNew ? callsOfTurn(turn, matter.subject, matter.subjectId) : callsAbout(service, turn, matter.subject, matter.subjectId);
  const own = before.filter(({ occurrence }) => occurrence === matter.occurrence);
  const plan = planStep(service.world(), step, matter.school, turn.at, own);
  for (const { person, channel, refused } of plan.calls) {
    const draft = { ...matter, person, channel, step: step.step, canWait };
    if (refused === null) planCall(service, turn, draft);
    else noteRefused(service, turn, draft, refused);
  }
  audit(turn, {
    actor: 'system',
    act: 'escalation.step',
    subject: matter.subject,
    subjectId: matter.subjectId,
    school: matter.school,
    detail: {
      step: step.step,
      occurrence: matter.occurrence,
      found: plan.found,
      people: plan.calls.filter(({ person, refused }) => person !== null && refused === null).map(({ person }) => person),
      reaches: plan.reaches,
      exercise: matter.exercise,
    },
  });
  return plan;
};
