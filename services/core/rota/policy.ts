/** `config/duty.yaml`: how many must be there, how soon a presence check is answered, how far ahead the rota is looked at. */
import { z } from 'zod';
import { bilingualSchema } from '../../contracts/values.ts';

const hours = z
  .strictObject({ least: z.number().positive().max(48), most: z.number().positive().max(48) })
  .refine(({ least, most }) => least <= most, 'least is more than most');
const minuteOfDay = z.number().int().min(0).max(1440);

export const dutyPolicySchema = z.strictObject({
  crew: z.strictObject({ personsAShift: z.number().int().min(1).max(10), cites: bilingualSchema }),
  checks: z.strictObject({
    answerMinutes: z.number().positive().max(60),
    /** Between two of the system's own checks. */
    nightHours: hours,
    dayHours: hours,
    /** Minutes from midnight in Shanghai; the night goes over midnight. */
    nightFrom: minuteOfDay,
    nightTo: minuteOfDay,
    cites: bilingualSchema,
  }),
  rota: z.strictObject({
    daysAhead: z.number().int().min(1).max(92),
    lookAtHour: z.number().int().min(0).max(23),
    /** After a change of the rota it is looked at so much later, when whoever plans is done. */
    lookAfterChangeMinutes: z.number().positive().max(1440),
    /** A shift that begins sooner may be swapped, not cancelled, when its seat would stand empty. */
    noticeHours: z.number().min(0).max(168),
    cites: bilingualSchema,
  }),
  handover: z.strictObject({ lateMinutes: z.number().positive().max(240), cites: bilingualSchema }),
});
export type DutyPolicy = z.infer<typeof dutyPolicySchema>;
