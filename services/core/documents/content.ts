/**
 * What a document says, taken from the case when it is issued and frozen: nobody types it again, and later changes of
 * the case do not change it.
 */
import type { DocumentKind, FormalDocument } from '../../contracts/document.ts';
import type { Hazard } from '../../contracts/hazard.ts';
import { dayMs } from '../calendar.ts';
import type { World } from '../world.ts';
import { describeHazard, personName, placeText, responsibleName } from './describe.ts';
import { categories, gradeText, origins } from './words.ts';

/** What a document is made from. */
export interface Subject {
  readonly world: World;
  readonly hazard: Hazard;
  /** What the form of the step brought. */
  readonly form: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly issuer: string;
  readonly issuedBy: string;
  /** Number of the rectification notice that was issued before; null = none was. */
  readonly notice: string | null;
}

type Frozen = Pick<FormalDocument, 'content' | 'times'>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const yuan = (value: unknown): string => (typeof value === 'number' ? `${value.toLocaleString('zh-CN')}元` : '');

interface Measure {
  readonly measure: string;
  readonly responsible: string;
  readonly everyHours: number | null;
}

/** One measure a line, with who answers for it and how often it is looked at. */
const protectionText = (world: World, measures: readonly Measure[]): string =>
  measures
    .map(({ measure, responsible, everyHours }) => {
      const checked = everyHours === null ? '' : `，每${everyHours}小时检查一次`;
      return `${measure.replaceAll(/\s*\n\s*/g, ' ')}（责任人：${personName(world, responsible)}${checked}）`;
    })
    .join('\n');

const measuresOf = ({ hazard, form }: Subject): readonly Measure[] =>
  Array.isArray(form['protection']) ? (form['protection'] as Measure[]) : hazard.protection;

const formText = (hazard: Hazard, step: string, field: string): string => textOf(hazard.forms[step]?.[field]);

/** Filled fields alone: an empty one is left out of the document. */
const filled = (fields: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));

const own: Readonly<Record<DocumentKind, (subject: Subject) => Readonly<Record<string, string>>>> = {
  rectification_notice: (subject) => ({
    requirements: textOf(subject.form['requirements']),
    protection: protectionText(subject.world, measuresOf(subject)),
  }),
  supervision_letter: ({ hazard, form, at, notice }) => ({
    letter: textOf(form['letter']),
    notice: notice ?? '',
    overdueDays: hazard.deadline === null || at <= hazard.deadline ? '' : String(Math.ceil((at - hazard.deadline) / dayMs)),
  }),
  interim_protection: (subject) => ({
    protection: protectionText(subject.world, measuresOf(subject)),
    stopUse: subject.hazard.stopUse || subject.hazard.grade === 'major' || subject.form['stop_use'] === true ? '已停用' : '未停用',
  }),
  acceptance: ({ hazard, form, at, notice }) => ({
    notice: notice ?? '',
    measures:
      formText(hazard, 'submit', 'description') ||
      formText(hazard, 'fix_on_spot', 'measures') ||
      formText(hazard, 'approve_plan', 'measures'),
    cost: yuan(hazard.forms['submit']?.['cost']),
    supervisor: formText(hazard, 'list', 'supervisor'),
    listing: formText(hazard, 'list', 'notice'),
    delisting: textOf(form['notice']),
    finding: textOf(form['finding']),
    onTime: hazard.deadline === null ? '' : at <= hazard.deadline ? '按期完成' : '超期完成',
  }),
};

/** Everything the document of this kind says about the case as it stands. */
export const freeze = (kind: DocumentKind, subject: Subject): Frozen => {
  const { world, hazard, issuer, issuedBy, at } = subject;
  return {
    content: filled({
      issuer: world.orgs.get(issuer)?.name ?? issuer,
      issuedBy,
      school: world.orgs.get(hazard.school)?.name ?? hazard.school,
      place: placeText(world, hazard),
      category: categories[hazard.category],
      grade: gradeText(hazard.grade),
      origin: origins[hazard.origin],
      description: describeHazard(world, hazard),
      responsible: responsibleName(world, hazard),
      ...own[kind](subject),
    }),
    times: { reportedAt: hazard.reportedAt, issuedAt: at, ...(hazard.deadline === null ? {} : { deadline: hazard.deadline }) },
  };
};
