/** `config/storm.yaml`: when alarms are too many for a person, and how much a seat may have to bear. */
import { z } from 'zod';
import { loadSchema } from '../../contracts/rota.ts';
import { bilingualSchema } from '../../contracts/values.ts';

const figureSchema = z.strictObject({ target: z.number().min(0), limit: z.number().min(0), cites: bilingualSchema });
const figures = loadSchema.shape.figures.element.shape.figure.options;

export const stormPolicySchema = z.strictObject({
  flood: z
    .strictObject({
      moreThan: z.number().int().min(2),
      withinSeconds: z.number().int().min(60).max(3600),
      endsBelow: z.number().int().min(1),
      cites: bilingualSchema,
    })
    .refine(({ moreThan, endsBelow }) => endsBelow <= moreThan, { message: 'endsBelow must not be above moreThan' }),
  shelving: z.strictObject({ cosignMinutes: z.number().int().min(1).max(60), cites: bilingualSchema }),
  maintenance: z.strictObject({ maximumHours: z.number().min(1).max(24), cites: bilingualSchema }),
  load: z.strictObject({
    staleHours: z.number().min(1),
    chattering: z.strictObject({ activations: z.number().int().min(2), withinSeconds: z.number().int().min(10) }),
    figures: z.record(z.enum(figures), figureSchema),
  }),
});
export type StormPolicy = z.infer<typeof stormPolicySchema>;
