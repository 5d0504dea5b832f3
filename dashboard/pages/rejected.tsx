import type { Rejected } from '../../services/contracts/place.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { wordFor } from '../i18n/words.ts';
import { SchoolChoice, useFilters } from '../parts/filters.tsx';
import { fullTime } from '../parts/format.ts';
import { RecordList } from '../parts/record-list.tsx';
import { useTitle } from '../parts/title.ts';

/** Messages that had no effect, with the reason. */
export const RejectedPage = () => {
  const words = useWords();
  const { filters, set } = useFilters(['school']);
  const query = useList<Rejected>('rejected', filters);
  useTitle(words.rejected.title);
  return (
    <div className="page">
      <h1>{words.rejected.title}</h1>
      <p className="hint">{words.rejected.hint}</p>
      <div className="filters">
        <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
      </div>
      <RecordList
        query={query}
        layout="rejected"
        label={words.rejected.title}
        empty={words.common.empty}
        columns={[words.rejected.last, words.rejected.reason, words.rejected.topic, words.rejected.copy, words.rejected.count]}
        row={(rejected) => ({
          key: String(rejected.id),
          to: null,
          cells: [
            fullTime(rejected.lastAt),
            <span key="reason">
              <b>{wordFor(words.open.reject, rejected.reason, words.open.rejectOther)}</b>
              <small lang="en">{rejected.detail}</small>
            </span>,
            <span key="topic">
              <code>{rejected.topic}</code>
              <small>
                {words.rejected.identity}
                {words.common.colon}
                {rejected.identity}
              </small>
            </span>,
            <span key="copy">
              <code>{rejected.copy}</code>
              <small>{words.rejected.bytes(rejected.bytes)}</small>
            </span>,
            String(rejected.count),
          ],
        })}
      />
    </div>
  );
};
