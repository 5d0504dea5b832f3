/** 演练: everything of a drill carries the word and a hatched frame, so that neither colour nor memory is needed. */
import { useWords } from '../i18n/language.tsx';

export const ExerciseMark = () => {
  const words = useWords();
  return (
    <b className="exercise-mark" title={words.exercise.hint}>
      {words.exercise.mark}
    </b>
  );
};

/** For whatever holds something of a drill. */
export const exerciseClass = (thing: { readonly exercise: string | null }): string => (thing.exercise === null ? '' : 'exercise');
