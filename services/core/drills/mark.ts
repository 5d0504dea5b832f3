/** What every text, sound and message of a drill begins with, so that nobody takes it for real. */
import type { Bilingual } from '../../contracts/values.ts';

export const exerciseMark: Bilingual = { zh: '【演练】', en: '[DRILL] ' };

/** The text as it leaves the house. */
export const marked = (text: Bilingual, exercise: boolean): Bilingual =>
  exercise ? { zh: exerciseMark.zh + text.zh, en: exerciseMark.en + text.en } : text;

/** Does a text say that it is a drill? The channels' own check, apart from whoever wrote the text. */
export const isMarked = ({ zh, en }: Bilingual): boolean => zh.startsWith(exerciseMark.zh) && en.startsWith(exerciseMark.en);
