import type { DeviceView } from '../../services/contracts/place.ts';
import { usePlaceNames } from '../api/places.ts';
import { useList } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useBoard, useNow } from '../live/live.tsx';
import { alarmsByDevice, faceOf } from '../parts/face.ts';
import { Choice, SchoolChoice, SearchBox, useFilters } from '../parts/filters.tsx';
import { age } from '../parts/format.ts';
import { FaceIcon } from '../parts/icons.tsx';
import { latestText } from '../parts/readings.ts';
import { RecordList } from '../parts/record-list.tsx';
import { useTitle } from '../parts/title.ts';

const Where = ({ device }: { readonly device: DeviceView }) => usePlaceNames(device.school, device.space, null).place;

/** All devices, searched and filtered by the server. */
export const DevicesPage = () => {
  const words = useWords();
  const now = useNow(5_000);
  const board = useBoard();
  const { filters, set } = useFilters(['school', 'availability', 'type', 'q']);
  const query = useList<DeviceView>('devices', filters);
  const alarms = alarmsByDevice(board?.alarms.values() ?? []);
  useTitle(words.devices.title);
  return (
    <div className="page">
      <h1>{words.devices.title}</h1>
      <div className="filters">
        <SearchBox label={words.devices.searchHint} value={filters['q']} onChange={(value) => set('q', value)} />
        <SchoolChoice value={filters['school']} onChange={(value) => set('school', value)} />
        <Choice
          label={words.devices.availability}
          value={filters['availability']}
          options={words.codes.deviceAvailability}
          onChange={(value) => set('availability', value)}
        />
        <Choice
          label={words.devices.type}
          value={filters['type']}
          options={words.codes.deviceType}
          onChange={(value) => set('type', value)}
        />
      </div>
      <RecordList
        query={query}
        layout="devices"
        label={words.devices.title}
        empty={words.common.empty}
        columns={[words.hazards.state, words.devices.name, words.devices.where, words.devices.latest, words.devices.lastSeen]}
        row={(device) => {
          const face = faceOf(device.availability, alarms.get(device.id) ?? []);
          return {
            key: device.id,
            to: `/devices/${device.id}`,
            cells: [
              <span key="face" className="with-icon">
                <FaceIcon face={face} />
                {words.face[face]}
              </span>,
              <span key="name">
                <b>{device.name || device.id}</b>
                <small>
                  {words.codes.deviceType[device.type]} · {device.id}
                </small>
              </span>,
              <Where key="where" device={device} />,
              latestText(device, words),
              device.lastSeenAt === null ? words.time.never : age(device.lastSeenAt, now, words),
            ],
          };
        }}
      />
    </div>
  );
};
