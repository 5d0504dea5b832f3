import type { ResponseLevel } from '../../services/contracts/incident.ts';
import { useWords } from '../i18n/language.tsx';
import { levelRank } from './clocks.ts';

const bars = [1, 2, 3, 4] as const;

/** A level by numeral, word, filled bars (1 of 4 for IV … 4 of 4 for I) and colour: any one of them is enough. */
export const LevelSign = ({ level }: { readonly level: ResponseLevel }) => {
  const words = useWords();
  const rank = levelRank(level);
  return (
    <span className={`level level-${level}`}>
      <svg viewBox="0 0 20 16" width="20" height="16" aria-hidden="true" focusable="false">
        {bars.map((bar) => (
          <rect
            key={bar}
            x={bar * 5 - 4}
            y={14 - bar * 3}
            width="3.4"
            height={bar * 3 + 1}
            fill={bar <= rank ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth="0.8"
          />
        ))}
      </svg>
      {words.codes.responseLevel[level]}
    </span>
  );
};
