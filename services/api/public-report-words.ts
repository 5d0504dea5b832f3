/** The words of the public's page, in plain language: whoever scans the code knows no term of the trade. */
import type { PublicCategory, PublicStatus } from '../core/public-report/report.ts';

export type PageLanguage = 'zh' | 'en';

/** Why a form was not taken. */
export type PublicFault =
  | 'category'
  | 'description'
  | 'picture_missing'
  | 'picture_unreadable'
  | 'picture_large'
  | 'too_many'
  | 'not_taken';

interface PublicWords {
  readonly htmlLang: string;
  readonly other: { readonly label: string; readonly lang: string; readonly query: string };
  readonly title: string;
  readonly intro: string;
  readonly emergency: string;
  readonly place: string;
  readonly photo: string;
  readonly photoHint: string;
  readonly category: string;
  readonly description: string;
  readonly descriptionHint: string;
  readonly contact: string;
  readonly contactHint: string;
  readonly staff: string;
  readonly send: string;
  readonly sending: string;
  readonly lost: string;
  readonly categories: Readonly<Record<PublicCategory, string>>;
  readonly faults: Readonly<Record<PublicFault, string>>;
  readonly thanks: string;
  readonly number: string;
  readonly status: string;
  readonly statuses: Readonly<Record<PublicStatus, string>>;
  readonly keepLink: string;
  readonly again: string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly unknownReport: string;
}

const zh: PublicWords = {
  htmlLang: 'zh-CN',
  other: { label: 'English', lang: 'en', query: '?lang=en' },
  title: '随手拍：报告安全隐患',
  intro: '不用登录，不用安装。拍一张照片，写一句话，学校的安全人员会来处理。',
  emergency: '着火、有人受伤或正在发生危险时，请先离开，并拨打 119、120 或 110。',
  place: '地点',
  photo: '一、拍一张照片',
  photoHint: '请尽量不拍到学生的脸。',
  category: '二、是哪一类问题',
  description: '三、您看到了什么',
  descriptionHint: '至少 10 个字，例如：二楼东侧安全出口被纸箱堵住，门打不开。',
  contact: '联系方式（选填）',
  contactHint: '只在需要向您核实时使用，不公开。',
  staff: '我是教职工，登录后上报',
  send: '提交',
  sending: '正在发送…',
  lost: '没有发送成功，请检查网络后再点一次“提交”。重复点击不会重复上报。',
  categories: {
    fire_safety: '消防：通道被堵、灭火器坏了',
    electrical: '用电：电线裸露、插座发热',
    building: '房屋：墙裂、漏水、栏杆松动',
    equipment: '设施：门窗、桌椅、体育器材坏了',
    traffic: '交通：校门口、校车、停车',
    food: '食品：食堂、饮水、小卖部',
    surroundings: '周边：陌生人、围墙、水塘、施工',
    crowding: '拥挤：楼梯、走廊、出入口',
    other: '其他',
  },
  faults: {
    category: '请选择是哪一类问题。',
    description: '请写明看到了什么，至少 10 个字。',
    picture_missing: '请拍一张照片。',
    picture_unreadable: '这张照片打不开，请重新拍一张。',
    picture_large: '照片太大，请换一张小一些的（不超过 12 MB）。',
    too_many: '这里刚收到很多上报，请十分钟后再试。紧急情况请直接告诉学校门卫或拨打 110。',
    not_taken: '没有上报成功，请再试一次。',
  },
  thanks: '已收到，谢谢您！',
  number: '回执编号',
  status: '办理情况',
  statuses: {
    received: '已收到，等待学校查看',
    handled: '正在处理',
    closed: '已经处理完毕，并经过验收',
    not_a_hazard: '学校查看后认为不属于安全隐患',
  },
  keepLink: '以后想知道结果，请收藏本页或保存本页链接。',
  again: '再报告一处',
  unknownTitle: '这个二维码无效',
  unknown: '二维码可能已更换或损坏。请直接告诉学校门卫或老师。',
  unknownReport: '没有找到这条上报。',
};

const en: PublicWords = {
  htmlLang: 'en',
  other: { label: '中文', lang: 'zh-CN', query: '?lang=zh' },
  title: 'Report a safety hazard',
  intro: 'No sign-in, nothing to install. Take a photo, write a sentence, and the school’s safety staff will see to it.',
  emergency: 'If there is a fire, somebody is hurt or danger is happening now: leave first, then call 119, 120 or 110.',
  place: 'Place',
  photo: '1. Take a photo',
  photoHint: 'Please avoid showing the faces of pupils.',
  category: '2. What kind of problem is it?',
  description: '3. What did you see?',
  descriptionHint: 'At least 10 characters, for example: the exit on the second floor is blocked by boxes.',
  contact: 'How to reach you (optional)',
  contactHint: 'Used only to ask you back, never made public.',
  staff: 'I work here: sign in and report',
  send: 'Send',
  sending: 'Sending…',
  lost: 'It was not sent. Check the network and press “Send” again; pressing twice does not report twice.',
  categories: {
    fire_safety: 'Fire: blocked exit, broken extinguisher',
    electrical: 'Electricity: bare wire, hot socket',
    building: 'Building: crack, leak, loose railing',
    equipment: 'Equipment: door, window, furniture, sports gear',
    traffic: 'Traffic: school gate, school bus, parking',
    food: 'Food: canteen, drinking water, shop',
    surroundings: 'Surroundings: strangers, wall, pond, building site',
    crowding: 'Crowding: stairs, corridor, entrance',
    other: 'Something else',
  },
  faults: {
    category: 'Please choose what kind of problem it is.',
    description: 'Please say what you saw, in at least 10 characters.',
    picture_missing: 'Please take a photo.',
    picture_unreadable: 'This photo cannot be opened. Please take another.',
    picture_large: 'The photo is too large. Please choose a smaller one (up to 12 MB).',
    too_many:
      'Many reports have just come from here. Please try again in ten minutes; if it is urgent, tell the school’s gate or call 110.',
    not_taken: 'It was not taken. Please try again.',
  },
  thanks: 'Received. Thank you!',
  number: 'Receipt number',
  status: 'What became of it',
  statuses: {
    received: 'Received, waiting for the school to look at it',
    handled: 'Being handled',
    closed: 'Put right, and checked',
    not_a_hazard: 'The school looked at it and found it to be no hazard',
  },
  keepLink: 'To see later what became of it, keep this page or its link.',
  again: 'Report something else',
  unknownTitle: 'This QR code is not valid',
  unknown: 'It may have been replaced or damaged. Please tell the school’s gate or a teacher.',
  unknownReport: 'There is no such report.',
};

export const publicWords: Readonly<Record<PageLanguage, PublicWords>> = { zh, en };
