/** Items beyond the closed loop that work already. */
import type { Item } from './item.ts';
import { works } from './item.ts';

export const begun: readonly Item[] = [
  works(
    17,
    '安全风险辨识评估，形成安全风险清单',
    'risks by likelihood and severity, in four colours',
    ['services/core/risk/policy.ts', 'config/risks.yaml'],
    {
      'test/core/risk/policy.test.ts': ['has all four colours, and never a lower one for more likely or more severe'],
      'test/flows/risks.test.ts': ['has its colour from the table, and another one when it is scored anew'],
    },
  ),
  works(
    18,
    '落实安全风险管控措施',
    'controls with owner and frequency; a missed check becomes a hazard',
    ['services/core/risk/checks.ts', 'services/flows/risks.ts'],
    {
      'test/flows/risks.test.ts': [
        'missed raises exactly one hazard and tells the owner, to the minute',
        'missed is neither lost nor doubled by restarts',
      ],
    },
  ),
  works(
    28,
    '建立问题隐患和制度措施“两个清单”',
    'two lists: problems and institutional measures, linked',
    ['services/flows/analysis.ts', 'services/flows/measures.ts'],
    {
      'test/flows/lists.test.ts': [
        'name each other',
        'show a cause that came three times without a measure as a gap, until a measure of the school or above answers it',
      ],
    },
  ),
  works(
    29,
    '动态更新“两个清单”',
    'the lists as they were at any time',
    ['services/core/analysis/history.ts', 'services/store/analysis.ts'],
    {
      'test/flows/lists.test.ts': ['is what it was, as a snapshot taken then says'],
    },
  ),
  works(
    40,
    '梳理出在法规标准、政策措施层面需要建立健全、补充完善的具体制度，逐项推动实施',
    'institutional measures with owner and progress',
    ['services/flows/measures.ts', 'dashboard/pages/lists.tsx'],
    {
      'test/flows/lists.test.ts': ['refuse a measure that is done by half, of nobody, of nowhere, or moved'],
      'test/api/risks.test.ts': ['link a measure to a hazard and show it on both'],
    },
  ),
  works(
    42,
    '安全隐患网格化管理',
    'grid cells, each with its person and frequency',
    ['services/core/responsibility/coverage.ts', 'services/flows/grid-cells.ts'],
    {
      'test/core/responsibility/responsibility.test.ts': [
        'shows in coverage and gaps',
        'is nothing in the demo county: three townships, twelve schools, sixty people, every room looked after',
      ],
      'test/flows/organisation.test.ts': ['are patrolled by their own person; a missed patrol is told'],
    },
  ),
  works(
    82,
    '安全物联网监控系统和安全管理平台',
    'devices speak, the platform stores and judges',
    ['services/broker/broker.ts', 'services/flows/ingest.ts', 'services/store/series/embedded.ts'],
    {
      'test/faults/kill.test.ts': ['kill -9 under 2,000 msg/s, three times: nothing acknowledged is missing, no alarm doubled or shifted'],
      'test/scenarios/kitchen-fire.test.ts': ['quiet air raises nothing; smoke that thickens becomes an alarm on the screen'],
    },
  ),
  works(
    83,
    '温度传感',
    'temperature: limits, rate of rise, faulty sensors',
    ['services/core/rules/threshold.ts', 'services/core/rules/rate-of-rise.ts'],
    {
      'test/core/rules/readings.test.ts': [
        '%i K/min alarms within the window of class A1, %i…%i s',
        'a rate of rise alone warns, of kind temperature, and clears',
      ],
      'test/core/rules/recordings.test.ts': ['finds the fires no later than the last real alarm, and nothing else'],
    },
  ),
  works(
    84,
    '烟雾报警',
    'smoke alarms, verified; tests alarm nobody',
    ['services/core/rules/smoke-obscuration.ts', 'services/core/alarms/act.ts'],
    {
      'test/core/rules/events.test.ts': ['a test button (smoke: false three times, then a test) raises nothing'],
      'test/core/alarms/alarms.test.ts': ['keeps a fire latched until it is reset with a reason'],
      'test/e2e/duty.test.ts': ['a fire is on the screen within a second, sounds, and is acknowledged, verified and confirmed by keyboard'],
    },
  ),
  works(
    85,
    '视频监控',
    'cameras: events, and the picture of the place of an alarm',
    ['services/flows/evidence.ts', 'services/media/snapshot.ts', 'services/core/codecs/frigate.ts'],
    {
      'test/acceptance/closed-loop.test.ts': [
        'is the one of the same room, else of the nearest place around it, and never of another school',
      ],
      'test/scenarios/foreign-systems.test.ts': [
        'Frigate: a person in a watched zone is an intrusion; its pictures over MQTT are not telemetry',
      ],
      'test/e2e/pages.test.ts': ['an alarm shows its curve, its picture when asked for, and why it stands'],
    },
    { zh: '抓拍图片；不接实时视频流', en: 'still pictures; no live streams' },
  ),
  works(
    86,
    '安全监测预警信息化建设',
    'early warning, and blindness is seen',
    ['services/core/alarms/advance.ts', 'services/flows/availability.ts'],
    {
      'test/flows/ingest.test.ts': [
        'is a state: three missed reports make a device silent, its own word brings it back',
        'for a day is a hazard, suggested major where people sleep',
      ],
      'test/core/alarms/alarms.test.ts': ['rises from early warning to alarm as one alarm, to be looked at again, and never falls back'],
    },
  ),
  works(
    87,
    '健全运用互联网、大数据、人工智能等科技手段进行安全监督管理的制度',
    'findings of machines are explained, and decided on by people',
    ['services/core/rules/judge.ts', 'services/core/reporting/judge.ts', 'services/flows/findings.ts'],
    {
      'test/core/alarms/alarms.test.ts': ['never loses an alarm by any sequence of allowed acts: only quiet ones close'],
      'test/flows/integrity.test.ts': ['opens only with a duty and an open finding, never by itself, and each finding is used once'],
      'test/core/hazards/transitions.test.ts': ['lets nothing into CLOSED but an independent check, whatever the path'],
    },
  ),
  works(
    90,
    '充分调动行业协会、专业企业、师生公众等力量参与',
    'anyone reports, by a code on the wall',
    ['services/api/routes/public-report.ts', 'services/flows/report-hazard.ts'],
    {
      'test/api/public-report.test.ts': ['becomes one hazard with its picture, however often the form is sent'],
      'test/flows/hazard-reports.test.ts': ['of the public is looked at by the school, its contact kept off the chain'],
      'test/e2e/public-report.test.ts': ['without scripts: a plain form and a receipt that can be kept'],
    },
  ),
  works(
    93,
    '严格值班和信息报告制度',
    'first, follow-up and final report, each with its clock',
    ['services/core/reporting/clocks.ts', 'config/reporting.yaml'],
    {
      'test/flows/reporting.test.ts': [
        'with nothing reported flag the telephone after 30 minutes and the letter after 60, once each, across a restart',
        'go on after the first report: a missed follow-up and a missed final report are late',
      ],
      'test/core/reporting/clocks.test.ts': [
        'late is exactly: not met by its time; and what was found once is not unfound by later reports',
      ],
    },
  ),
  works(
    100,
    '迟报、漏报甚至虚报事故…严肃追责问责; “2.24”瞒报事故的教训',
    'late, omitted, false and concealed reports are found by themselves',
    ['services/core/reporting/judge.ts', 'services/flows/findings.ts'],
    {
      'test/flows/reporting.test.ts': ['is a report at 45 minutes', 'is a confirmed incident that ended and was never reported'],
      'test/flows/integrity.test.ts': [
        'is "false alarm" reported upward when two detectors saw the fire',
        'is a fire the detectors confirmed, ended and not reported past the limit',
      ],
    },
  ),
];
