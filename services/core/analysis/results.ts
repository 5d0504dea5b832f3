/** 制度成果 (item #16) as a workbook: a sheet for each of the six headings, in the source's order, empty ones too. */
import type { Measure, MeasureHeading } from '../../contracts/risk.ts';
import { measureHeadings } from '../../contracts/risk.ts';
import { chineseDate } from '../documents/dates.ts';
import type { SheetTable } from '../organisation/sheets.ts';
import type { World } from '../world.ts';

/** As the source document names them. */
const headingWords: Readonly<Record<MeasureHeading, string>> = {
  responsibility_chain: '责任链条',
  institution: '制度成果',
  management_method: '管理方法',
  key_project: '重点工程',
  working_mechanism: '工作机制',
  prevention_system: '预防控制体系',
};

const stateWords: Readonly<Record<Measure['state'], string>> = { open: '进行中', done: '已完成', dropped: '已取消' };

const columns = ['编号', '措施', '机构', '责任人', '期限', '进度（%）', '状态', '关联隐患数'] as const;

export const resultSheets = (world: World, measures: readonly Measure[]): SheetTable[] =>
  measureHeadings.map((heading) => ({
    name: headingWords[heading],
    rows: [
      columns,
      ...measures
        .filter((measure) => measure.heading === heading)
        .map(({ id, title, org, owner, dueAt, progressPercent, state, hazards }) => [
          id,
          title,
          world.orgs.get(org)?.name ?? org,
          world.people.get(owner)?.name ?? owner,
          dueAt === null ? '' : chineseDate(dueAt),
          String(progressPercent),
          stateWords[state],
          String(hazards.length),
        ]),
    ],
  }));
