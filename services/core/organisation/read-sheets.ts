/** Reads the spreadsheet of an organisation against the present one: cells that say what is so already change nothing. */
import type { Organisation, OrganisationPart } from '../../contracts/organisation.ts';
import { organisationPartSchema } from '../../contracts/organisation.ts';
import type { SheetFault } from '../../contracts/sheet.ts';
import type { Bilingual } from '../../contracts/values.ts';
import type { ImportFault } from '../import-organisation.ts';
import { tidy } from './cells.ts';
import type { Column, SheetList, SheetRows, SheetSpec } from './sheets.ts';
import { flat, sheetSpecs } from './sheets.ts';

type Entry = Record<string, unknown> & { id: string };

/** Where each entry stands in the workbook, so that what is wrong with it can be pointed at. */
export interface ReadSheets {
  readonly part: OrganisationPart;
  readonly faults: readonly SheetFault[];
  readonly rowOf: ReadonlyMap<string, number>;
}

export const keyOf = (list: string, id: string): string => `${list}|${id}`;

const columnName = (spec: SheetSpec, field: string): string => {
  const first = field.split('.')[0] === 'location' ? 'latitude' : field.split('.')[0];
  return spec.columns.find((column) => column.field === first)?.header.zh ?? field;
};

/** A fault of the checks of the whole organisation, at its row. */
export const sheetFault = ({ rowOf }: Pick<ReadSheets, 'rowOf'>, { list, id, field, message }: ImportFault): SheetFault => {
  const spec = sheetSpecs.find((one) => one.list === list);
  if (!spec || id === null) return { sheet: list ?? '', row: 0, column: field, message };
  const row = rowOf.get(keyOf(spec.list, id)) ?? 0;
  const named: Bilingual = row === 0 ? { zh: `${id}：${message.zh}`, en: `${id}: ${message.en}` } : message;
  return { sheet: spec.name.zh, row, column: columnName(spec, field), message: named };
};

/** `latitude`, `longitude`, `radiusMetres` → `location`: all three or none. */
const unflattened = (entry: Entry): Entry | Bilingual => {
  const { latitude, longitude, radiusMetres, ...rest } = entry;
  const given = [latitude, longitude, radiusMetres].filter((value) => typeof value === 'number').length;
  if (given === 0) return { ...rest, location: null };
  if (given === 3) return { ...rest, location: { latitude, longitude, radiusMetres } };
  return { zh: '纬度、经度、半径须同时填写', en: 'latitude, longitude and radius go together' };
};

interface Place {
  readonly spec: SheetSpec;
  readonly row: number;
  readonly faults: SheetFault[];
}

const fault = ({ spec, row, faults }: Place, column: string, message: Bilingual): void => {
  faults.push({ sheet: spec.name.zh, row, column, message });
};

/** The row laid over what is so already; null when it cannot be. */
const entryOf = (
  place: Place,
  columns: readonly (Column | null)[],
  cells: readonly (string | null)[],
  present: ReadonlyMap<string, Entry>,
): Entry | null => {
  const at = columns.findIndex((column) => column?.field === 'id');
  const id = tidy(cells[at] ?? '');
  const known = present.get(id);
  const entry: Entry = { ...place.spec.fresh, ...known, id };
  let isWhole = true;
  for (const [i, column] of columns.entries()) {
    if (!column) continue;
    const cell = cells[i];
    if (cell === null) {
      isWhole = false;
      fault(place, column.header.zh, { zh: '不接受公式，请填写文本', en: 'no formula here: write the text itself' });
      continue;
    }
    const said = tidy(cell ?? '');
    if (known && said === tidy(column.kind.write(known[column.field]))) continue;
    // An empty cell of a new row is what a new row has anyway.
    if (!known && said === '' && column.field in place.spec.fresh) continue;
    // What a gateway calls a device is its id unless said otherwise.
    const reading = said === '' && column.field === 'source' ? { ok: true as const, value: id } : column.kind.read(said);
    if (reading.ok) entry[column.field] = reading.value;
    else {
      isWhole = false;
      fault(place, column.header.zh, reading.message);
    }
  }
  // What a gateway calls a device may be left out: it is its id then.
  const missing = known
    ? []
    : place.spec.columns.filter((column) => !columns.includes(column) && !(column.field in entry) && column.field !== 'source');
  for (const { header } of missing)
    fault(place, header.zh, { zh: `新增一行需要“${header.zh}”列`, en: `a new row needs the column '${header.en}'` });
  if (!isWhole || missing.length > 0) return null;
  if (place.spec.list !== 'orgs') return entry;
  const org = unflattened(entry);
  if ('id' in org) return org;
  fault(place, '纬度', org);
  return null;
};

const headerOf = (place: Place, cells: readonly (string | null)[]): (Column | null)[] => {
  const said = cells.map((cell) => tidy(cell ?? ''));
  const columns = said.map((name) => {
    if (name === '') return null;
    const column = place.spec.columns.find(({ header }) => header.zh === name || header.en === name.toLowerCase());
    if (!column) fault(place, name, { zh: `不认识的列“${name}”`, en: `there is no column '${name}'` });
    return column ?? null;
  });
  if (!columns.some((column) => column?.field === 'id'))
    fault(place, '编号', { zh: '缺少“编号”列', en: "the column '编号' (id) is missing" });
  for (const [i, column] of columns.entries())
    if (column && columns.indexOf(column) !== i) fault(place, column.header.zh, { zh: '此列出现两次', en: 'this column is there twice' });
  return columns;
};

const isEmpty = (cells: readonly (string | null)[]): boolean => cells.every((cell) => cell !== null && tidy(cell) === '');

const readSheet = (
  spec: SheetSpec,
  rows: SheetRows['rows'],
  present: ReadonlyMap<string, Entry>,
  rowOf: Map<string, number>,
  faults: SheetFault[],
): Entry[] => {
  const [header, ...rest] = rows.filter(({ cells }) => !isEmpty(cells));
  if (!header) return [];
  const before = faults.length;
  const columns = headerOf({ spec, row: header.row, faults }, header.cells);
  // Under a header that is not understood every row would be wrong.
  if (faults.length > before) return [];
  return rest.flatMap(({ row, cells }) => {
    const place: Place = { spec, row, faults };
    const entry = entryOf(place, columns, cells, present);
    if (!entry) return [];
    const key = keyOf(spec.list, entry.id);
    const first = rowOf.get(key);
    if (first !== undefined) {
      fault(place, '编号', { zh: `编号 ${entry.id} 与第 ${first} 行重复`, en: `${entry.id} stands in row ${first} already` });
      return [];
    }
    rowOf.set(key, row);
    return [entry];
  });
};

const unknownSheet = (name: string): SheetFault => {
  const names = sheetSpecs.map((spec) => spec.name);
  return {
    sheet: name,
    row: 0,
    column: '',
    message: {
      zh: `不认识的工作表“${name}”；应为：${names.map(({ zh }) => zh).join('、')}`,
      en: `there is no sheet '${name}'; there are: ${names.map(({ en }) => en).join(', ')}`,
    },
  };
};

/** Reads every sheet there is; all errors at once. */
export const readSheets = (sheets: readonly SheetRows[], present: Organisation): ReadSheets => {
  const faults: SheetFault[] = [];
  const rowOf = new Map<string, number>();
  const lists: Partial<Record<SheetList, Entry[]>> = {};
  for (const { name, rows } of sheets) {
    const said = tidy(name);
    const spec = sheetSpecs.find((one) => one.name.zh === said || one.name.en === said.toLowerCase());
    if (!spec) {
      if (rows.some(({ cells }) => !isEmpty(cells))) faults.push(unknownSheet(name));
      continue;
    }
    const known = new Map(present[spec.list].map((entry) => [entry.id, { ...flat(spec.list, entry) } as Entry]));
    lists[spec.list] = [...(lists[spec.list] ?? []), ...readSheet(spec, rows, known, rowOf, faults)];
  }
  const parsed = organisationPartSchema.safeParse(lists);
  if (parsed.success) return { part: parsed.data, faults, rowOf };
  for (const { path, message } of parsed.error.issues) {
    const [list, index, ...rest] = path;
    const entries = sheetSpecs.some((spec) => spec.list === list) ? lists[list as SheetList] : undefined;
    const id = entries?.[Number(index)]?.id ?? null;
    faults.push(
      sheetFault(
        { rowOf },
        { list: list as SheetList, id, field: rest.map(String).join('.'), message: { zh: `不合要求（${message}）`, en: message } },
      ),
    );
  }
  return { part: organisationPartSchema.parse({}), faults, rowOf };
};

/**
 * All errors of a workbook. What follows for entries that are not in it (row 0) is said only where nothing else explains
 * it: it may lie outside what the importer sees.
 */
export const allFaults = (read: ReadSheets, scoped: readonly ImportFault[], whole: readonly ImportFault[]): SheetFault[] => {
  const consequences = whole.map((fault) => sheetFault(read, fault));
  const located = [...read.faults, ...scoped.map((fault) => sheetFault(read, fault)), ...consequences.filter(({ row }) => row > 0)];
  return located.length > 0 ? located : consequences;
};
