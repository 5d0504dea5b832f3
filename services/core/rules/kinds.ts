/** The registry: a new rule kind is one file and one line here. */
import { event } from './event.ts';
import { fusion } from './fusion.ts';
import { implausible } from './implausible.ts';
import type { RuleKind } from './kind.ts';
import { rateOfRise } from './rate-of-rise.ts';
import { smokeObscuration } from './smoke-obscuration.ts';
import { threshold } from './threshold.ts';

export const ruleKinds: readonly RuleKind[] = [threshold, rateOfRise, smokeObscuration, fusion, implausible, event];
