/** The duty room and the emergency (domain A7). */
import type { Item } from './item.ts';
import { works } from './item.ts';

export const emergencies: readonly Item[] = [
  works(
    91,
    '制定突发事件应急预案；根据学校实际和情势变化，适时修订应急预案',
    'emergency plans in editions: the one in force becomes the tasks of an incident, its review falls due',
    ['services/core/response/plan.ts', 'services/flows/plans.ts', 'config/response.yaml'],
    {
      'test/flows/readiness.test.ts': [
        'are drafted by one and put in force by another; what begins takes the edition in force and keeps it',
        'are to be reviewed after a year: the safety officer is told once',
      ],
    },
    { zh: '由演练发现的问题触发修订还没有做', en: 'a revision is not yet begun by what a drill finds' },
  ),
  works(
    92,
    '严格值班(和信息报告)制度',
    'rota with a look 30 days ahead, handover by two signatures, presence checks',
    ['services/core/rota/gaps.ts', 'services/flows/handover.ts', 'services/flows/duty-checks.ts', 'config/duty.yaml'],
    {
      'test/core/rota/gaps.test.ts': ['finds exactly what a minute-by-minute search finds, on 1,000 random rotas'],
      'test/flows/rota-checks.test.ts': [
        'answered at 9:59 is in time and goes no further',
        'not answered is missed at 10:00 exactly, told upward, and called about',
      ],
      'test/flows/rota-handover.test.ts': ['no minute of a seat that must be held is without an owner, and only two signatures move it'],
    },
    { zh: '空档在排班后发现并通知，不拒绝保存不完整的班表', en: 'gaps are found and told; an incomplete rota is not refused' },
  ),
  works(
    94,
    '与学校周边重点救援力量建立应急联动机制',
    'responders around the school: nearest capable first, in waves, answered by a signed link or by telephone',
    ['services/core/linkage/choose.ts', 'services/flows/requests.ts', 'services/flows/phone-tasks.ts', 'config/linkage.yaml'],
    {
      'test/flows/linkage.test.ts': [
        'asks the two nearest, opens the 119 task, and a no at once frees the next',
        'asks the next after 60 s of silence; a late yes is still welcome',
        'is followed by another channel in ≤ 10 s and by a person in ≤ 30 s, whatever way it fails',
      ],
    },
  ),
  works(
    95,
    '应急保障队伍建设',
    'teams with their members, and the muster with its counts',
    ['services/flows/supplies.ts', 'services/flows/musters.ts', 'services/core/response/muster.ts'],
    { 'test/flows/readiness.test.ts': ['counts group by group, is loud about who is missing, and ends with the incident'] },
    { zh: '队员技能和轮值还没有做', en: 'skills and on-call turns of members are not built yet' },
  ),
  works(
    97,
    '应急管理分级响应制度和程序',
    'four levels by triggers and by people; only the commander lowers and ends',
    ['services/core/response/triggers.ts', 'services/core/response/act.ts', 'services/flows/response.ts', 'config/response.yaml'],
    {
      'test/core/response/triggers.test.ts': ['whatever happens, a trigger only raises (1,000 random changes)'],
      'test/flows/response.test.ts': [
        'rise by the clock: 5 minutes at IV, 10 more at III, to the second, across a restart',
        'fall one at a time, by the commander alone, with a reason; and rise again by new facts only',
        'ends the response, nobody else does: control first, every alarm over, a typed report; reporting goes on',
      ],
    },
  ),
  works(
    98,
    '定期开展应急演练',
    'drills in the real pipeline, sealed, reported; one not held becomes a hazard',
    ['services/flows/drills.ts', 'services/flows/drill-end.ts', 'services/core/drills/drill.ts'],
    {
      'test/flows/drills.test.ts': [
        'never meets a real signal: the same detector alarms beside it, is not confirmed by it, and ends it',
        'that is not held becomes a hazard, and so does a school without any for a month',
        'is reported by its steps, each beside its limit',
      ],
      'test/flows/linkage-sealed.test.ts': ['reaches the sandbox and nobody else, opens no telephone task, and its CAP says Exercise'],
    },
  ),
  works(
    99,
    '一旦出现险情第一时间有效应对',
    'from the detector to the screen, the siren and the responder in seconds',
    ['services/flows/raise.ts', 'services/flows/escalate.ts', 'services/flows/linkage.ts'],
    {
      'test/scenarios/emergencies/fire.test.ts': [
        'E1 one smoke: acknowledged, one card on a real screen, exactly one alarm',
        'E3 smoke and heat in one room: confirmed, siren, level IV, 119, the responder and CAP',
      ],
      'test/scenarios/emergencies/duty-room.test.ts': [
        'E6 nobody takes it on: the second seat, the leader, the principal, each by the rota and in time',
      ],
    },
  ),
];
