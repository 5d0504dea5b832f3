/** From risk to closure: the items of the hazard’s life that the closed loop has to meet. */
import type { Item } from './item.ts';
import { works } from './item.ts';

const shown = 'test/acceptance/closed-loop.test.ts';
const table = 'test/core/hazards/transitions.test.ts';
const lives = 'test/flows/hazards.test.ts';
const organisation = 'test/flows/organisation.test.ts';
const lookBack = 'test/flows/look-back.test.ts';

/** 六项机制: one row each, all from the same record of an incident or a hazard. */
const mechanism = (item: number, phrase: string, english: string, where: readonly string[]): Item =>
  works(item, `“六项机制”：${phrase}`, `six mechanisms: ${english}`, [...where, 'services/flows/look-back.ts'], {
    [lookBack]: ['all stand for a fire that a sensor found and a person confirmed, each with its record', 'show what has not happened yet'],
    'test/api/risks.test.ts': ['looks back from incidents and shows six stages of them and of hazards'],
  });

export const hazardLife: readonly Item[] = [
  mechanism(19, '查找', 'finding', ['services/flows/report-hazard.ts', 'services/flows/grid-cells.ts']),
  mechanism(20, '研判', 'assessment', ['services/core/rules/rule-set.ts', 'services/core/hazards/policy.ts']),
  mechanism(21, '预警', 'warning', ['services/core/notices/plan.ts', 'services/flows/raise.ts']),
  mechanism(22, '防范', 'prevention', ['services/core/risk/checks.ts', 'services/flows/risks.ts']),
  mechanism(23, '处置', 'response', ['services/flows/act-on-hazard.ts', 'services/flows/act-on-alarm.ts']),
  mechanism(24, '责任', 'responsibility', ['services/core/responsibility/chain.ts', 'services/flows/accountability.ts']),
  works(
    25,
    '“双控”机制建设、“双控”机制建设回头看',
    'risks and hazards controlled together; looked at again after closing',
    ['services/flows/risks.ts', 'services/core/hazards/moments.ts'],
    {
      'test/flows/risks.test.ts': ['missed raises exactly one hazard and tells the owner, to the minute'],
      'test/core/hazards/moments.test.ts': ['is due 30 and 90 days after closing'],
      [lives]: ['reopened when looking back finds it again'],
    },
  ),
  works(
    26,
    '隐患排查治理制度／健全隐患排查治理机制',
    'what is looked for, how often, and what follows',
    ['config/hazards.yaml', 'services/core/hazards/policy.ts', 'services/flows/grid-cells.ts', 'services/core/hazards/transitions.ts'],
    {
      'test/core/hazards/moments.test.ts': [
        'suggest major for a blind detector in a dormitory by themselves, for other items when ticked',
        'are the nearest ones in force',
      ],
      [organisation]: ['are patrolled by their own person; a missed patrol is told'],
      [table]: ['names each action in one state only once, gives every row a source, and uses every guard'],
    },
    {
      zh: '检查内容是判定条目和管控措施；15个方面的检查清单模板见第47项，尚未做',
      en: 'what is ticked are judgement items and controls; the checklist of the 15 areas is item 47 and open',
    },
  ),
  works(
    27,
    '实现隐患整治闭环管理',
    'the loop is closed: nothing ends without a check',
    ['services/core/hazards/transitions.ts', 'services/core/analysis/rates.ts'],
    {
      [table]: [
        'lets nothing into CLOSED but an independent check, whatever the path',
        'keeps its promises on any walk: random people, steps and times',
      ],
      'test/api/risks.test.ts': ['gives closure and on-time rates by school, whose sums are the whole'],
      'test/e2e/hazard-walk.test.ts': ['by a plan, then closed on time'],
    },
  ),
  works(
    31,
    '边查边改、立查立改 / 能立即整改的要立即整改',
    'found and fixed on the spot',
    ['services/core/hazards/transitions.ts', 'services/core/hazards/form.ts'],
    {
      [shown]: ['at once: both pictures, each of its own time, and never a major hazard'],
      [lives]: ['fixed on the spot, with both pictures, and spot-checked by somebody else'],
      'test/e2e/hazard-walk.test.ts': ['fixed on the spot and spot-checked by somebody else'],
    },
  ),
  works(
    32,
    '一时难以整改的隐患，列出整改方案，明确整改时限',
    'what cannot be fixed at once has a plan and a deadline',
    ['services/core/hazards/transitions.ts', 'services/core/hazards/form.ts'],
    {
      [shown]: ['by a plan: no work begins without plan and deadline, whatever the role'],
      [lives]: ['by a plan, with an extension and a rework, closed on time'],
    },
  ),
  works(
    33,
    '不能立即整改完的，录入“全县学校安全网格化管理平台”挂牌督办，采取必要的防护措施，制定详细的整改方案，限期整改',
    'listed for supervision: protection, plan, deadline, supervising unit',
    ['services/core/hazards/transitions.ts', 'services/core/hazards/guards.ts', 'dashboard/pages/hazards.tsx'],
    {
      [shown]: ['listed: interim protection, plan, deadline and supervising unit; any missing refuses it'],
      [lives]: ['a major one: both heads and the bureau are told, both confirm, it is listed and delisted from outside'],
      'test/e2e/hazard-walk.test.ts': ['major: confirmed by both, listed with its four fields, delisted from outside'],
    },
    {
      zh: '公示板给登录人员看（隐患列表按“挂牌”筛选），不对公众发布',
      en: 'the listing board is for people who sign in (hazards filtered by “listed”); it is not published to everyone',
    },
  ),
  works(35, '按时整改销案', 'closed, and whether in time', ['services/core/hazards/effects.ts', 'services/core/analysis/rates.ts'], {
    [lives]: ['overdue: the ladder climbs to the letter and public criticism, and the late closing counts as late'],
    'test/api/risks.test.ts': ['gives closure and on-time rates by school, whose sums are the whole'],
    'test/api/hazard-tally.test.ts': ['follows each step'],
  }),
  works(
    36,
    '加强跟踪整治、攻坚 (重点难点)',
    'the hardest ones are watched and reminded of more often',
    ['services/core/hazards/moments.ts', 'config/hazards.yaml'],
    {
      'test/core/hazards/moments.test.ts': ['is reminded of daily, one that is not is left to its ladder'],
    },
  ),
  works(
    37,
    '确保隐患动态“清零”',
    'no hazard overdue, counted live',
    ['services/core/hazards/tally.ts', 'services/api/routes/hazard-tally.ts'],
    {
      'test/api/hazard-tally.test.ts': [
        'counts the branch by school and by township: open and closed are what was found, overdue ones keep it from being cleared',
      ],
      'test/store/hazards.test.ts': ['are counted by the database as by counting them'],
      'test/e2e/hazards-look.test.ts': ['each counter of the board leads to the list it counts'],
    },
  ),
  works(
    38,
    '重大隐患应发现未发现、应整改未整改导致事故发生',
    'an incident looked back from: what was missed, what was not fixed',
    ['services/core/analysis/backtrace.ts', 'services/flows/look-back.ts'],
    {
      [lookBack]: [
        'finds the inspection, the patrol and the check that missed it',
        'that somebody had reported and nobody fixed is the graver question, and links to the open hazard',
      ],
    },
  ),
  works(
    39,
    '深入分析教育系统安全共性问题和突出隐患，深挖背后的深层次矛盾和原因',
    'common problems and the causes behind them',
    ['services/core/analysis/rates.ts', 'services/store/analysis.ts', 'dashboard/pages/analysis.tsx'],
    {
      'test/api/risks.test.ts': ['finds common problems across schools, and its total is the sum of its parts'],
      'test/store/analysis.test.ts': ['are what a plain look through them says, at every moment'],
    },
  ),
];
