/** Documents, evidence and the record: the items of proof that the closed loop has to meet. */
import type { Item } from './item.ts';
import { works } from './item.ts';

const shown = 'test/acceptance/closed-loop.test.ts';

export const proofs: readonly Item[] = [
  works(
    53,
    '留存好录像和图片资料，准确描述隐患和问题',
    'pictures kept with their hash; what is found is described',
    ['services/media/media.ts', 'services/flows/upload.ts', 'services/contracts/hazard.ts', 'services/operator/archive.ts'],
    {
      'test/media/media.test.ts': ['are not given out when the file was changed or its name leads elsewhere'],
      'test/operator/archive.test.ts': [
        'says which file was changed by one byte, cut off or put in',
        'says which pictures are no longer there',
      ],
      'test/flows/upload.test.ts': ['in the app, on site and at once, raises no doubt'],
      [shown]: ['takes no report that says less than ten characters'],
    },
    { zh: '图片已做；录像文件不收', en: 'pictures; files of moving pictures are not taken' },
  ),
  works(
    54,
    '下发隐患整改通知书，与其校领导交换意见，督促其整改',
    'numbered notices, delivered with the leader’s opinion and signature',
    ['services/flows/issue-document.ts', 'services/flows/document-acts.ts', 'services/documents/pdf.ts', 'services/documents/docx.ts'],
    {
      'test/flows/documents.test.ts': [
        'have no gaps and no doubles per issuer, kind and year, whatever comes between, commits that fail among it',
        'starts the clock with its delivery and not before, once',
      ],
      'test/api/documents-routes.test.ts': ['is the principal’s alone, in full, and once'],
    },
  ),
  works(
    55,
    '于4月30日前向法规安全科反馈《学校安全工作督查整改通知书》',
    'feedback due: its contact is warned three days and one day before',
    ['services/core/responsibility/forces.ts', 'services/flows/task-forces.ts', 'services/core/hazards/moments.ts'],
    {
      [shown]: ['the contact and who has the task, three days and one day before feedback is due, and when it is (#55)'],
      'test/core/hazards/moments.test.ts': [
        'reminds 3 and 1 days before, then notice, letter and criticism at T+1, T+3 and T+10, each once',
      ],
    },
    { zh: '反馈任务记在专班里；督查组见第10项，尚未做', en: 'the task is a task force’s; inspection teams are item 10 and open' },
  ),
  works(
    58,
    '弄虚作假、隐瞒事实和不配合检查…问责',
    'fakes are flagged, explained and decided on by people',
    [
      'services/core/evidence/flags.ts',
      'services/flows/evidence-acts.ts',
      'services/flows/findings.ts',
      'services/flows/accountability.ts',
    ],
    {
      'test/flows/upload.test.ts': [
        'shown at two schools, or called fake by a person, is a question for the leaders',
        'is doubted when it was shown before; sent again for the same step it is not',
      ],
      'test/flows/integrity.test.ts': ['opens only with a duty and an open finding, never by itself, and each finding is used once'],
    },
  ),
  works(
    59,
    '如实报告督查情况，不得隐瞒、歪曲事实',
    'a record that shows every later change',
    ['services/core/audit.ts', 'services/store/ledger.ts', 'services/operator/export.ts'],
    {
      'test/flows/acts.test.ts': ['of hazards and acts are a chain that any edit breaks'],
      'test/flows/said.test.ts': ['cannot be changed or deleted through the database', '%s breaks it'],
      'test/operator/backup.test.ts': ['a changed audit entry in the database is found where it is'],
    },
  ),
  works(
    61,
    '安全工作档案资料管理情况 (area 14)',
    'archives: kept for their time, exported with a manifest that re-verifies',
    ['services/operator/archive.ts', 'services/core/evidence/retention.ts'],
    {
      'test/operator/archive.test.ts': [
        'holds the hazards of its time, their histories and pictures, and checks by itself',
        'says which file was changed by one byte, cut off or put in',
      ],
      'test/flows/upload.test.ts': ['lives until its hazard has been closed for three years; one of no report is soon deleted'],
    },
  ),
];
