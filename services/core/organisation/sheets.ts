/** The spreadsheet of an organisation: its sheets and their columns, with Chinese headers; English ones are understood too. */
import type { OrganisationPart } from '../../contracts/organisation.ts';
import type { Bilingual } from '../../contracts/values.ts';
import type { Kind } from './cells.ts';
import { choice, id, number, several, text, yesNo } from './cells.ts';
import {
  categoryWords,
  deviceTypeWords,
  headshipWords,
  orgKindWords,
  ownershipWords,
  roleWords,
  schoolKindWords,
  spaceKindWords,
  spaceUseWords,
} from './words.ts';

/** Rows as a workbook holds them; a cell that is no plain text (a formula) is null. Row 1 is the header. */
export interface SheetRows {
  readonly name: string;
  readonly rows: readonly { readonly row: number; readonly cells: readonly (string | null)[] }[];
}

/** A sheet to be written; the first row is the header. */
export interface SheetTable {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly field: string;
  readonly header: Bilingual;
  readonly kind: Kind;
}

/** Lists that have a sheet; task forces are made on the screen. */
export type SheetList = Exclude<keyof OrganisationPart, 'taskForces'>;

export interface SheetSpec {
  readonly list: SheetList;
  readonly name: Bilingual;
  readonly columns: readonly Column[];
  /** What a new row has where the sheet has no column for it. */
  readonly fresh: Readonly<Record<string, unknown>>;
}

const column = (field: string, zh: string, en: string, kind: Kind): Column => ({ field, header: { zh, en }, kind });

const topics = several(choice(categoryWords), false);

export const sheetSpecs: readonly SheetSpec[] = [
  {
    list: 'orgs',
    name: { zh: '机构', en: 'organisations' },
    columns: [
      column('id', '编号', 'id', id()),
      column('kind', '类型', 'kind', choice(orgKindWords)),
      column('parent', '上级机构编号', 'parent', id(false)),
      column('name', '名称', 'name', text(200)),
      column('schoolKind', '学校类型', 'school kind', choice(schoolKindWords, false)),
      column('ownership', '办学性质', 'ownership', choice(ownershipWords, false)),
      column('latitude', '纬度', 'latitude', number(-90, 90, false, false)),
      column('longitude', '经度', 'longitude', number(-180, 180, false, false)),
      column('radiusMetres', '半径（米）', 'radius (m)', number(1, 100_000, false, false)),
    ],
    fresh: { parent: null, schoolKind: null, ownership: null, location: null, latitude: null, longitude: null, radiusMetres: null },
  },
  {
    list: 'spaces',
    name: { zh: '部位', en: 'spaces' },
    columns: [
      column('id', '编号', 'id', id()),
      column('school', '学校编号', 'school', id()),
      column('parent', '上级部位编号', 'parent', id(false)),
      column('kind', '层级', 'kind', choice(spaceKindWords)),
      column('name', '名称', 'name', text(200)),
      column('use', '用途', 'use', choice(spaceUseWords)),
      column('owner', '产权人', 'owner', text(200, false)),
      column('foodPrincipal', '食品安全校长编号', 'food principal', id(false)),
    ],
    fresh: { parent: null, use: 'other', outline: null, size: null, owner: null, foodPrincipal: null },
  },
  {
    list: 'people',
    name: { zh: '人员', en: 'people' },
    columns: [
      column('id', '编号', 'id', id()),
      column('name', '姓名', 'name', text(100)),
      column('role', '角色', 'role', choice(roleWords)),
      column('org', '机构编号', 'organisation', id()),
      column('phone', '电话', 'phone', text(40, false)),
      column('active', '在职', 'active', yesNo),
    ],
    fresh: { phone: null, active: true },
  },
  {
    list: 'devices',
    name: { zh: '设备', en: 'devices' },
    columns: [
      column('id', '编号', 'id', id()),
      column('school', '学校编号', 'school', id()),
      column('space', '部位编号', 'space', id(false)),
      column('gateway', '网关编号', 'gateway', id(false)),
      column('codec', '编码', 'codec', text(64)),
      column('source', '网关内名称', 'source', text(200)),
      column('name', '名称', 'name', text(200)),
      column('type', '类型', 'type', choice(deviceTypeWords)),
      column('model', '型号', 'model', text(200, false)),
      column('reportIntervalSeconds', '上报间隔（秒）', 'report interval (s)', number(1, 604_800, true)),
    ],
    // Contract: 300 s unless said otherwise.
    fresh: {
      space: null,
      gateway: null,
      codec: 'native',
      model: null,
      reportIntervalSeconds: 300,
      position: null,
      snapshotUrl: null,
      prefixes: [],
      mapping: {},
    },
  },
  {
    list: 'posts',
    name: { zh: '岗位', en: 'posts' },
    columns: [
      column('id', '编号', 'id', id()),
      column('org', '机构编号', 'organisation', id()),
      column('title', '岗位名称', 'title', text(100)),
      column('headship', '负责人类别', 'headship', choice(headshipWords, false)),
      column('holders', '任职人员编号', 'holders', several(id(), false)),
      column('businessDuty', '业务职责', 'business duty', text(500)),
      column('duties', '安全职责（每行一条）', 'safety duties (one a line)', several(text(500), false, /\n/)),
    ],
    fresh: { headship: null, holders: [], duties: [] },
  },
  {
    list: 'gridCells',
    name: { zh: '网格', en: 'grid cells' },
    columns: [
      column('id', '编号', 'id', id()),
      column('school', '学校编号', 'school', id()),
      column('name', '名称', 'name', text(100)),
      column('spaces', '部位编号', 'spaces', several(id(), true)),
      column('topics', '事项（空为全部）', 'topics (empty = all)', topics),
      column('person', '网格员编号', 'grid person', id()),
      column('everyDays', '巡查间隔（天）', 'every (days)', number(1, 366, true)),
    ],
    fresh: { topics: [], everyDays: 7 },
  },
];

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The entry as the sheet shows it: the location in three columns. */
export const flat = (list: SheetList, entry: { readonly id: string }): Row => {
  const row = { ...entry } as Row;
  if (list !== 'orgs') return row;
  const location = row['location'] as { latitude: number; longitude: number; radiusMetres: number } | null;
  return {
    ...row,
    latitude: location?.latitude ?? null,
    longitude: location?.longitude ?? null,
    radiusMetres: location?.radiusMetres ?? null,
  };
};

/** The whole workbook, header first; nothing in it is secret: no passwords, no device secrets, no camera addresses. */
export const sheetsOf = (organisation: OrganisationPart): SheetTable[] =>
  sheetSpecs.map(({ list, name, columns }) => ({
    name: name.zh,
    rows: [
      columns.map(({ header }) => header.zh),
      ...organisation[list].map((entry) => {
        const row = flat(list, entry);
        return columns.map(({ field, kind }) => kind.write(row[field]));
      }),
    ],
  }));
