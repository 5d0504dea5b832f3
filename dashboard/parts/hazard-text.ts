/** What a hazard is about, in the reader's language. Pure. */
import type { Hazard } from '../../services/contracts/hazard.ts';
import { type Words, wordFor } from '../i18n/words.ts';
import { conditionText } from './because.ts';

/** Codes among the facts put into words. */
export const factsInWords = (facts: Hazard['facts'], words: Words): Record<string, string> => ({
  ...facts,
  ...(facts['kind'] === undefined ? {} : { kind: wordFor(words.codes.kind, facts['kind'], words.common.unknown) }),
  ...(facts['condition'] === undefined ? {} : { condition: conditionText(facts['condition'], words) }),
});

/** Hazards the system opens are told from their facts; what people wrote stands as they wrote it. */
export const hazardText = (
  hazard: Pick<Hazard, 'category' | 'description' | 'facts' | 'reportedBy'>,
  deviceName: string,
  words: Words,
): string => {
  const sentences: Readonly<Record<string, ((device: string, facts: Record<string, string>) => string) | undefined>> =
    words.hazards.sentence;
  const sentence = hazard.reportedBy === 'system' ? sentences[hazard.category] : undefined;
  return sentence === undefined ? hazard.description : sentence(deviceName, factsInWords(hazard.facts, words));
};
