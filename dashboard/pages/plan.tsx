import { Select } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { pathOf, useSchoolDevices, useSchoolName, useSpaces } from '../api/places.ts';
import { useSchools } from '../api/queries.ts';
import { useSession, watchesMany } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useBoard } from '../live/live.tsx';
import { alarmsByDevice, faces } from '../parts/face.ts';
import { FaceIcon } from '../parts/icons.tsx';
import { devicesBelow, devicesDrawn, type PlacedDevice, type PlanNode, planTree, sizeOf, viewOf } from '../parts/plan-model.ts';
import { latestText } from '../parts/readings.ts';
import { Empty, Loading } from '../parts/states.tsx';
import { Tag } from '../parts/tags.tsx';
import { useTitle } from '../parts/title.ts';

const PlanMap = lazy(async () => ({ default: (await import('../parts/plan-map.tsx')).PlanMap }));

const SchoolPicker = ({ school }: { readonly school: string | null }) => {
  const words = useWords();
  const navigate = useNavigate();
  const schools = useSchools();
  return (
    <label className="filter">
      <span>{words.plan.pickSchool}</span>
      <Select
        aria-label={words.plan.pickSchool}
        showSearch={{ optionFilterProp: 'label' }}
        value={school}
        onChange={(next) => void navigate(`/plan/${next}`)}
        options={(schools.data ?? []).map((org) => ({ value: org.id, label: org.name }))}
        popupMatchSelectWidth={false}
      />
    </label>
  );
};

const Counts = ({ node }: { readonly node: PlanNode }) => {
  const words = useWords();
  return (
    <>
      {node.alarms > 0 ? <Tag tone={node.face === 'alarm' ? 'alarm' : 'warning'}>{words.plan.alarms(node.alarms)}</Tag> : null}
      {node.blind > 0 ? <Tag tone="quiet">{words.plan.blind(node.blind)}</Tag> : null}
    </>
  );
};

/** Campus, buildings and floors with their worst state. */
const Tree = ({ nodes, view, school }: { readonly nodes: readonly PlanNode[]; readonly view: string; readonly school: string }) => (
  <ul className="plan-tree">
    {nodes
      .filter((node) => node.space.kind !== 'room')
      .map((node) => (
        <li key={node.space.id}>
          <Link to={`/plan/${school}?space=${node.space.id}`} aria-current={node.space.id === view ? 'page' : undefined}>
            <FaceIcon face={node.face} />
            <span>{node.space.name}</span>
            <Counts node={node} />
          </Link>
          {node.children.length > 0 ? <Tree nodes={node.children} view={view} school={school} /> : null}
        </li>
      ))}
  </ul>
);

const DeviceList = ({ devices, spaces }: { readonly devices: readonly PlacedDevice[]; readonly spaces: ReturnType<typeof useSpaces> }) => {
  const words = useWords();
  const sorted = [...devices].sort((a, b) => faces.indexOf(a.face) - faces.indexOf(b.face) || (a.device.name < b.device.name ? -1 : 1));
  if (sorted.length === 0) return <Empty>{words.plan.noDevices}</Empty>;
  return (
    <ul className="plan-devices">
      {sorted.map(({ device, face }) => (
        <li key={device.id}>
          <Link className="line" to={`/devices/${device.id}`}>
            <FaceIcon face={face} />
            <span>
              <b>
                {device.name || device.id} · {words.face[face]}
              </b>
              <small>
                {pathOf(spaces, device.space)
                  .map((space) => space.name)
                  .join(' / ')}
              </small>
              <small>{latestText(device, words)}</small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
};

const Legend = () => {
  const words = useWords();
  return (
    <ul className="legend" aria-label={words.plan.legend}>
      {faces.map((face) => (
        <li key={face}>
          <FaceIcon face={face} />
          {words.face[face]}
        </li>
      ))}
    </ul>
  );
};

const Drawing = ({ node, chosen, school }: { readonly node: PlanNode; readonly chosen: string | null; readonly school: string }) => {
  const words = useWords();
  const navigate = useNavigate();
  const size = sizeOf(node);
  const shapes = useMemo(
    () =>
      node.children.flatMap((child) => {
        const { outline } = child.space;
        if (outline === null || outline.length < 3) return [];
        const building = child.space.kind === 'building';
        const note = building && child.face !== 'normal' ? words.face[child.face] : null;
        return [
          { id: child.space.id, name: child.space.name, outline, face: child.face, note, use: building ? 'building' : child.space.use },
        ];
      }),
    [node, words],
  );
  const marks = useMemo(
    () =>
      devicesDrawn(node).flatMap(({ device, face }) =>
        device.position === null
          ? []
          : [{ id: device.id, name: device.name || device.id, at: device.position, face, word: words.face[face] }],
      ),
    [node, words],
  );
  if (size === null) return <Empty>{words.plan.noDrawing}</Empty>;
  return (
    <Suspense fallback={<Loading />}>
      <PlanMap
        key={node.space.id}
        size={size}
        shapes={shapes}
        marks={marks}
        chosen={chosen}
        onShape={(id) => void navigate(`/plan/${school}?space=${id}`)}
        onMark={(id) => void navigate(`/devices/${id}`)}
      />
    </Suspense>
  );
};

const SchoolPlan = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const [params] = useSearchParams();
  const spaces = useSpaces(school);
  const devices = useSchoolDevices(school);
  const alarms = useBoard()?.alarms;
  const tree = useMemo(
    () => planTree(spaces.values(), devices.values(), alarmsByDevice(alarms?.values() ?? [])),
    [spaces, devices, alarms],
  );
  const wanted = params.get('space');
  const view = viewOf(tree, wanted);
  if (view === null) return <Empty>{words.plan.noSpaces}</Empty>;
  const path = pathOf(spaces, view.space.id).map((space) => space.name);
  return (
    <div className="plan">
      <nav className="panel plan-side" aria-label={words.plan.tree}>
        <Tree nodes={tree.roots} view={view.space.id} school={school} />
      </nav>
      <section className="panel plan-drawing" aria-label={words.plan.map}>
        <h2>{path.length === 0 ? words.plan.campus : path.join(' / ')}</h2>
        <Drawing node={view} chosen={wanted} school={school} />
        <Legend />
        <p className="hint">{words.plan.mapHint}</p>
      </section>
      <section className="panel plan-list" aria-label={words.plan.list}>
        <h2>
          {words.plan.list} <span className="count">{view.devices}</span>
        </h2>
        <DeviceList devices={devicesBelow(view)} spaces={spaces} />
        {tree.unplaced.length === 0 ? null : (
          <>
            <h3>{words.plan.unplaced}</h3>
            <DeviceList devices={tree.unplaced} spaces={spaces} />
          </>
        )}
      </section>
    </div>
  );
};

/** Campus → building → floor → rooms, with every device in its state. */
export const PlanPage = () => {
  const words = useWords();
  const session = useSession();
  const { school } = useParams();
  const schools = useSchools();
  const chosen = school ?? (watchesMany(session) ? (schools.data?.[0]?.id ?? null) : session.org.id);
  const name = useSchoolName(chosen);
  useTitle(words.plan.title);
  return (
    <div className="page plan-page">
      <div className="plan-head">
        <h1>
          {words.plan.title} {chosen === null ? '' : `· ${name}`}
        </h1>
        {watchesMany(session) ? <SchoolPicker school={chosen} /> : null}
      </div>
      {chosen === null ? <Loading /> : <SchoolPlan key={chosen} school={chosen} />}
    </div>
  );
};
