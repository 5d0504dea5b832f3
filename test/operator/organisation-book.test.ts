/** The organisation as a workbook on the command line: out, and in again without a change. */
import fs from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { writeWorkbook } from '../../services/sheets/workbook.ts';
import { bench } from './bench.ts';

const { campus, json, file, clear } = bench();
afterAll(clear);

it('exports what it imports, and says by row what is wrong', async () => {
  const people = ['编号', '姓名', '角色', '机构编号'];
  const sheets = [
    {
      name: '机构',
      rows: [
        ['编号', '类型', '名称', '学校类型'],
        ['county', '教育主管部门', '县教育局', ''],
        ['oak', '学校', '橡树小学', '小学'],
      ],
    },
    { name: '人员', rows: [people, ['head', '校长', '校长', 'oak']] },
    {
      name: '设备',
      rows: [
        ['编号', '学校编号', '名称', '类型'],
        ['gw', 'oak', '网关', '网关'],
      ],
    },
  ];
  fs.writeFileSync(file('in.xlsx'), await writeWorkbook(sheets));
  expect(await json('org', 'import', file('in.xlsx'))).toMatchObject({
    added: { orgs: 2, people: 1, devices: 1 },
    secrets: [{ id: 'gw' }],
  });
  expect(await json('org', 'export', file('out.xlsx'))).toMatchObject({ file: file('out.xlsx') });
  const again = await json('org', 'import', file('out.xlsx'));
  expect(again).toMatchObject({ added: { orgs: 0, people: 0, devices: 0 }, changed: { orgs: 0, people: 0, devices: 0 }, secrets: [] });
  fs.writeFileSync(file('bad.xlsx'), await writeWorkbook([{ name: '人员', rows: [people, ['x', '', '校长', 'oak']] }]));
  expect(await campus('org', 'import', file('bad.xlsx'))).toMatchObject({ code: 1, err: expect.stringContaining('人员 2 姓名') });
});
