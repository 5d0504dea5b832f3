import type { AlarmView } from '../../services/contracts/alarm.ts';
import { usePlaceNames } from '../api/places.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useNow } from '../live/live.tsx';
import { Choice, SchoolChoice, useFilters } from '../parts/filters.tsx';
import { fullTime } from '../parts/format.ts';
import { KindIcon } from '../parts/icons.tsx';
import { RecordList } from '../parts/record-list.tsx';
import { AlarmTags, Tag, toneOf } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const Where = ({ alarm }: { readonly alarm: AlarmView }) => {
  const { place, device } = usePlaceNames(alarm.school, alarm.space, alarm.device);
  return (
    <>
      {place}
      <small>{device}</small>
    </>
  );
};

/** All alarms, open and ended. */
export const AlarmsPage = () => {
  const words = useWords();
  const now = useNow(30_000);
  const { filters, set } = useFilters(['school', 'kind', 'level', 'open']);
  const query = useList<AlarmView>('alarms', filters);
  useTitle(words.alarms.title);
  return (
    <div className="page">
      <h1>{words.alarms.title}</h1>
      <div className="filters">
        <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
        <Choice label={words.alarms.kind} value={filters['kind']} options={words.codes.kind} onChange={(value) => set('kind', value)} />
        <Choice label={words.alarms.level} value={filters['level']} options={words.codes.level} onChange={(value) => set('level', value)} />
        <Choice
          label={words.alarms.state}
          value={filters['open']}
          options={{ true: words.alarms.onlyOpen, false: words.alarms.onlyClosed }}
          onChange={(value) => set('open', value)}
        />
      </div>
      <RecordList
        query={query}
        layout="alarms"
        label={words.alarms.title}
        empty={words.common.empty}
        columns={[words.alarms.when, words.alarms.kind, words.alarms.where, words.alarms.state]}
        row={(alarm) => ({
          key: alarm.id,
          to: `/alarms/${alarm.id}`,
          cells: [
            fullTime(alarm.eventAt),
            <span key="kind" className="with-icon">
              <KindIcon kind={alarm.kind} />
              {words.codes.kind[alarm.kind]} <Tag tone={toneOf(alarm)}>{words.codes.level[alarm.level]}</Tag>
            </span>,
            <Where key="where" alarm={alarm} />,
            <span key="state">
              <Tag tone={alarm.open ? 'plain' : 'quiet'}>{alarm.open ? words.alarm.openState : words.alarm.closed}</Tag>{' '}
              <AlarmTags alarm={alarm} now={now} />
            </span>,
          ],
        })}
      />
    </div>
  );
};
