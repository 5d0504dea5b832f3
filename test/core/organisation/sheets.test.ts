/** The organisation as a spreadsheet, without a file: columns, errors by row, what an importer may touch. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SheetFault } from '../../../services/contracts/sheet.ts';
import { importOrganisation } from '../../../services/core/import-organisation.ts';
import { allFaults, readSheets } from '../../../services/core/organisation/read-sheets.ts';
import type { Importer } from '../../../services/core/organisation/scope.ts';
import { scopeFaults } from '../../../services/core/organisation/scope.ts';
import type { SheetRows, SheetTable } from '../../../services/core/organisation/sheets.ts';
import { sheetSpecs, sheetsOf } from '../../../services/core/organisation/sheets.ts';
import { organisationOf } from '../../../services/core/organisation/written.ts';
import { newTurn } from '../../../services/core/turn.ts';
import { emptyWorld } from '../../../services/core/world.ts';
import type { County } from './county.ts';
import { demoPart, imported } from './county.ts';

let county: County;
beforeAll(() => {
  county = imported(demoPart());
});

const empty = organisationOf(emptyWorld(), () => null);
const present = () => organisationOf(county.world, county.sheetOf);

const rowsOf = (tables: readonly SheetTable[]): SheetRows[] =>
  tables.map(({ name, rows }) => ({ name, rows: rows.map((cells, i) => ({ row: i + 1, cells: [...cells] })) }));

const faultsOf = (sheets: readonly SheetRows[], importer: Importer = { role: 'bureau-admin', org: '*' }): SheetFault[] => {
  const read = readSheets(sheets, present());
  const scoped = scopeFaults(county.world, importer, read.part, present(), (id) => id === 'shiyan-safety');
  // As the flow does it: what is wrong is looked for to the end, in a world to try things in.
  const world = {
    ...county.world,
    orgs: new Map(county.world.orgs),
    spaces: new Map(county.world.spaces),
    people: new Map(county.world.people),
  };
  const outcome = importOrganisation(world, newTurn(5), 'x', read.part, county.sheetOf);
  return allFaults(read, scoped, outcome.ok ? [] : outcome.at);
};

const table = (name: string, ...rows: string[][]): SheetRows[] => rowsOf([{ name, rows }]);
const people = ['编号', '姓名', '角色', '机构编号', '电话'];

describe('the spreadsheet', () => {
  it('says of the whole county what is so, and brings in nothing', () => {
    const read = readSheets(rowsOf(sheetsOf(present())), present());
    expect(read.faults).toEqual([]);
    const turn = newTurn(9);
    const outcome = importOrganisation(county.world, turn, 'x', read.part, county.sheetOf);
    expect(
      outcome.ok ? [outcome.imported.added, outcome.imported.changed].flatMap((counts) => Object.values(counts)) : outcome.faults,
    ).toEqual(Array(14).fill(0));
    expect([turn.audit.length, turn.put.person.size, turn.put.dutySheet.size]).toEqual([0, 0, 0]);
  });

  it('makes the same county again in an empty house, but for what only the drawing knows', () => {
    const again = readSheets(rowsOf(sheetsOf(present())), empty);
    expect(again.faults).toEqual([]);
    const { world, outcome, sheetOf } = imported(again.part);
    expect(outcome.ok ? [] : outcome.faults).toEqual([]);
    const [first, second] = [present(), organisationOf(world, sheetOf)];
    for (const list of ['orgs', 'people', 'posts', 'gridCells'] as const) expect(second[list]).toEqual(first[list]);
    expect(second.spaces).toEqual(first.spaces.map((space) => ({ ...space, outline: null, size: null })));
  });

  it('brings names back as they were, whatever is in them', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((name) => name.trim().length > 0);
    fc.assert(
      fc.property(text, text, (name, phone) => {
        const person = { id: 'odd', name, role: 'teacher' as const, org: 'shiyan', phone: phone.slice(0, 40), active: true };
        const read = readSheets(rowsOf(sheetsOf({ ...empty, people: [person] })), { ...empty, people: [person] });
        expect(read.faults).toEqual([]);
        expect(read.part.people).toEqual([person]);
      }),
      { numRuns: 40 },
    );
  });

  it('holds no secret: no camera address, no password', () => {
    const camera = [...county.world.devices.values()].find(({ type }) => type === 'camera');
    const organisation = present();
    const secret = organisation.devices.map((device) =>
      device.id === camera?.id ? { ...device, snapshotUrl: 'http://admin:hunter2@cam/' } : device,
    );
    expect(JSON.stringify(sheetsOf({ ...organisation, devices: secret }))).not.toContain('hunter2');
    expect(sheetSpecs.flatMap(({ columns }) => columns.map(({ field }) => field))).not.toEqual(expect.arrayContaining(['snapshotUrl']));
  });

  it('understands English headers and codes, and sheets with some of the columns', () => {
    const read = readSheets(table('People', ['id', 'Phone'], ['shiyan-duty1', '139']), present());
    expect(read.faults).toEqual([]);
    expect(read.part.people).toMatchObject([{ id: 'shiyan-duty1', phone: '139', role: 'duty-officer', org: 'shiyan' }]);
    const coded = readSheets(table('people', ['id', 'name', 'role', 'organisation'], ['new1', '新人', 'Teacher', 'shiyan']), present());
    expect(coded.part.people).toMatchObject([{ id: 'new1', role: 'teacher', active: true, phone: null }]);
  });

  it('says everything that is wrong at once, by sheet, row and column, in both languages', () => {
    const faults = faultsOf([
      ...table(
        '人员',
        people,
        ['ok1', '甲', '教师', 'shiyan', ''],
        ['坏 编号', '', '皇帝', 'shiyan', 'x'.repeat(41)],
        ['ok1', '乙', '教师', 'shiyan', ''],
        ['ok2', '丙', '教师', 'nowhere', ''],
      ),
      ...table(
        '网格',
        ['编号', '学校编号', '名称', '部位编号', '网格员编号', '巡查间隔（天）'],
        ['g1', 'shiyan', '格', 'shiyan-ta', 'shiyan-duty1', '0'],
      ),
      { name: '部位', rows: [{ row: 3, cells: ['编号', '名称', '没有的列'] }] },
      {
        name: '岗位',
        rows: [
          { row: 1, cells: ['编号', '岗位名称'] },
          { row: 4, cells: ['shiyan-post-duty', null] },
        ],
      },
      { name: '笔记', rows: [{ row: 1, cells: ['hello'] }] },
    ]);
    expect(faults.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`)).toEqual([
      '人员 3 编号',
      '人员 3 姓名',
      '人员 3 角色',
      '人员 3 电话',
      '人员 4 编号',
      '网格 2 巡查间隔（天）',
      '部位 3 没有的列',
      '岗位 4 岗位名称',
      '笔记 0 ',
      '人员 5 机构编号',
    ]);
    for (const { message } of faults)
      expect([message.zh, message.en]).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/), expect.stringMatching(/[a-z]{2,}/)]);
  });

  it('checks what rows mean together', () => {
    const faults = faultsOf([
      ...table(
        '网格',
        ['编号', '学校编号', '名称', '部位编号', '网格员编号', '巡查间隔（天）'],
        ['g1', 'shiyan', '格', 'yizhong-ta、shiyan-ta', 'yizhong-duty1', '7'],
      ),
      ...table(
        '机构',
        ['编号', '类型', '上级机构编号', '名称', '纬度'],
        ['new-school', '学校', 'chengguan', '新学校', ''],
        ['half', '乡镇', 'qingshi', '某乡', '33'],
      ),
    ]);
    expect(faults.map(({ sheet, row, column }) => `${sheet} ${row} ${column}`)).toEqual([
      '机构 3 纬度',
      '机构 2 学校类型',
      '网格 2 网格员编号',
      '网格 2 部位编号',
    ]);
    const linked = faultsOf([
      ...table(
        '网格',
        ['编号', '学校编号', '名称', '部位编号', '网格员编号', '巡查间隔（天）'],
        ['g1', 'shiyan', '格', 'yizhong-ta、shiyan-ta', 'yizhong-duty1', '7'],
      ),
      ...table('机构', ['编号', '类型', '上级机构编号', '名称'], ['new-school', '学校', 'chengguan', '新学校']),
    ]);
    expect(linked.map(({ sheet, row, column, message }) => `${sheet} ${row} ${column} ${message.en}`)).toEqual([
      '机构 2 学校类型 a school needs its kind',
      '网格 2 网格员编号 nobody active yizhong-duty1 at shiyan',
      '网格 2 部位编号 no space yizhong-ta in shiyan',
    ]);
  });

  it('takes no canteen without its named principal (#14), and leaves one alone that stands so', () => {
    const header = ['编号', '学校编号', '上级部位编号', '层级', '名称', '用途', '食品安全校长编号'];
    const row = ['shiyan-ct-199', 'shiyan', 'shiyan-ct-f1', '房间', '新餐厅', '食堂'];
    expect(faultsOf(table('部位', header, [...row, '']))).toMatchObject([{ row: 2, column: '食品安全校长编号' }]);
    expect(faultsOf(table('部位', header, [...row, 'yizhong-principal']))).toMatchObject([{ row: 2, column: '食品安全校长编号' }]);
    const old = county.world.spaces.get('shiyan-ct-101');
    if (!old) throw new Error('the demo has a canteen');
    county.world.spaces.set(old.id, { ...old, foodPrincipal: null });
    expect(faultsOf(table('部位', ['编号', '名称'], [old.id, old.name]))).toEqual([]);
    expect(faultsOf(table('部位', ['编号', '名称'], [old.id, '大餐厅']))).toMatchObject([{ column: '食品安全校长编号' }]);
    county.world.spaces.set(old.id, old);
  });
});

describe('an importer', () => {
  const shiyan: Importer = { role: 'school-admin', org: 'shiyan' };
  const chengguan: Importer = { role: 'bureau-admin', org: 'chengguan' };

  it('touches nothing outside the branch', () => {
    const header = ['编号', '姓名', '角色', '机构编号'];
    expect(faultsOf(table('人员', header, ['p-new', '甲', '教师', 'yizhong']), shiyan)).toMatchObject([{ row: 2, column: '机构编号' }]);
    // Somebody of another school: neither changed nor drawn over.
    expect(faultsOf(table('人员', header, ['yizhong-duty1', '甲', '教师', 'shiyan']), shiyan)).toMatchObject([{ row: 2, column: '编号' }]);
    expect(faultsOf(table('机构', ['编号', '名称'], ['yizhong', '改名']), shiyan)).toMatchObject([{ row: 2 }]);
    expect(
      faultsOf(table('机构', ['编号', '类型', '上级机构编号', '名称', '学校类型'], ['x1', '学校', 'baihe', '新', '小学']), chengguan),
    ).toMatchObject([{ column: '上级机构编号' }]);
    expect(faultsOf(rowsOf(sheetsOf({ ...present(), orgs: [] })), shiyan)).toEqual([]);
  });

  it('gives nobody more than their own place can give', () => {
    const header = ['编号', '姓名', '角色', '机构编号'];
    expect(faultsOf(table('人员', header, ['p-new', '甲', '主管部门管理员', 'shiyan']), shiyan)).toMatchObject([{ column: '角色' }]);
    expect(faultsOf(table('机构', ['编号', '上级机构编号'], ['chengguan', '']), chengguan)).toMatchObject([{ sheet: '机构', row: 2 }]);
    expect(faultsOf(table('机构', ['编号', '类型'], ['shiyan', '乡镇']), shiyan)).toMatchObject([{ sheet: '机构', row: 2 }]);
  });

  it('lets nobody go who still answers for something', () => {
    expect(faultsOf(table('人员', ['编号', '在职'], ['shiyan-safety', '否']), shiyan)).toMatchObject([{ row: 2, column: '在职' }]);
    expect(faultsOf(table('人员', ['编号', '在职'], ['boya-viewer', '否']))).toEqual([]);
  });
});
