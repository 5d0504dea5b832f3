/** Who answers for what: the items of organisation and responsibility that the closed loop has to meet. */
import type { Item } from './item.ts';
import { works } from './item.ts';

const shown = 'test/acceptance/closed-loop.test.ts';
const table = 'test/core/hazards/transitions.test.ts';
const lives = 'test/flows/hazards.test.ts';
const responsibility = 'test/core/responsibility/responsibility.test.ts';
const organisation = 'test/flows/organisation.test.ts';

export const responsibilities: readonly Item[] = [
  works(
    1,
    '“人人有责、层层负责、各负其责”的全员安全责任体系',
    'everyone, at every level, answers for something',
    [
      'services/core/responsibility/chain.ts',
      'services/core/responsibility/coverage.ts',
      'services/core/responsibility/holdings.ts',
      'services/flows/people.ts',
    ],
    {
      [responsibility]: [
        'names exactly one active person for everything in a school where anybody has duty',
        'keeps somebody accountable when whoever was accountable hands over and leaves',
        'shows in coverage and gaps',
        'is nothing in the demo county: three townships, twelve schools, sixty people, every room looked after',
      ],
      [organisation]: ['is not let go while answering for anything; with a successor all of it goes over in one turn'],
    },
  ),
  works(
    2,
    '“明责、知责、履责、问责”的安全责任运行机制',
    'duties assigned, read, performed, accounted for',
    ['services/core/responsibility/sheets.ts', 'services/flows/posts.ts', 'services/flows/accountability.ts'],
    {
      [organisation]: [
        'not signed for seven days are told to the safety officer, once, and shown as late; a later holder has seven days of their own',
        'are performed by who has read them, with what shows it; what was typed is not on the chain',
      ],
      'test/flows/integrity.test.ts': ['opens only with a duty and an open finding, never by itself, and each finding is used once'],
    },
  ),
  works(
    3,
    '党政同责、一岗双责、齐抓共管、失职追责',
    'party and administration answer alike; a post has two duties',
    ['services/contracts/responsibility.ts', 'services/core/responsibility/chain.ts', 'config/hazards.yaml'],
    {
      [responsibility]: ['goes from who is nearest to both heads and the bureau (党政同责)'],
      [lives]: ['a major one: both heads and the bureau are told, both confirm, it is listed and delisted from outside'],
    },
  ),
  works(
    4,
    '学校(安全)主体责任',
    'the school owns the rectification and never ends a major hazard of its own',
    ['services/core/hazards/transitions.ts', 'services/core/hazards/guards.ts'],
    {
      [shown]: ['only roles of the school hand a rectification in, and none of the school ends a major or listed one'],
      [table]: ['walked in every state by every role says why not, and never lets one close the own case'],
    },
  ),
  works(
    5,
    '教育行政部门监管责任/管理责任',
    'the bureau sees its whole area and nothing outside it',
    ['services/core/access/policy.ts', 'services/api/guard.ts'],
    {
      'test/core/access/policy.test.ts': ['are those written out here, role by role', 'does not open upwards or sideways'],
      'test/api/walk.test.ts': ['%s: own school by permission, foreign school never', 'shows the whole county to whom it belongs'],
      'test/e2e/isolation.test.ts': ['an alarm of one does not exist for the other'],
    },
  ),
  works(
    6,
    '安全工作岗位职责',
    'duty sheets of posts, in editions that are signed for',
    ['services/core/responsibility/sheets.ts', 'services/api/routes/posts.ts'],
    {
      [organisation]: ['are issued in editions that stay as they were, each read once by each holder'],
      'test/api/organisation.test.ts': ['of duties: issued, read once by its holder, performed'],
    },
  ),
  works(
    9,
    '工作专班',
    'task forces: members, tasks, told of escalations',
    ['services/core/responsibility/forces.ts', 'services/flows/task-forces.ts'],
    {
      [shown]: ['the task force, of every escalation of its topic (#9)'],
      [responsibility]: ['are told of their topics in their branch while they are open'],
      [organisation]: ['remind of tasks that are due: who has it, and the contact'],
    },
  ),
  works(
    13,
    '法规安全科 (receives notices); 各相关股室',
    'notices reach the department for safety',
    ['services/core/responsibility/chain.ts', 'services/flows/tell-about-hazard.ts', 'config/hazards.yaml'],
    { [shown]: ['the department for safety of the bureau, of every rectification notice (#13)'] },
    {
      zh: '科室是主管部门的安全岗位，通知进岗位任职人的待办；没有科室共用的收件箱',
      en: 'a department is the bureau’s post for safety: whoever holds it gets the notice; there is no inbox shared by a department',
    },
  ),
  works(
    14,
    '食品安全校长（园长）负责制',
    'every canteen has a named principal',
    ['services/core/responsibility/coverage.ts', 'services/core/organisation/read-sheets.ts'],
    {
      'test/core/organisation/sheets.test.ts': ['takes no canteen without its named principal (#14), and leaves one alone that stands so'],
      [responsibility]: ['shows in coverage and gaps'],
    },
  ),
  works(
    15,
    '学校建筑所有权人承担使用安全主体责任',
    'what is wrong with a building goes to its owner',
    ['services/core/responsibility/chain.ts', 'services/core/hazards/transitions.ts'],
    {
      [responsibility]: ['shows the owner of a building for what is wrong with its structure, and for nothing else'],
      [shown]: ['what is wrong with a building that somebody else owns goes to its owner, by letter (#15)'],
    },
  ),
  works(
    16,
    '责任链条、制度成果、管理方法、重点工程、工作机制和预防控制体系',
    'six kinds of institutional results, in one register',
    ['services/core/analysis/results.ts', 'services/core/analysis/gaps.ts', 'services/api/routes/measures.ts'],
    {
      'test/acceptance/results.test.ts': ['the export lists all six headings, empty ones too, and one’s own branch alone'],
      'test/flows/lists.test.ts': ['list all six headings, empty ones too'],
    },
  ),
];
