/** A hazard's life in a real browser by five roles, once on each path. The server's clock is moved on where days must pass. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { zh } from '../../dashboard/i18n/zh.ts';
import type { Hazard } from '../../services/contracts/hazard.ts';
import type { HazardState } from '../../services/contracts/values.ts';
import { type FieldName, fieldOf } from '../../services/core/hazards/fields.ts';
import { clockworkFor, snapshot } from './clockwork.ts';
import type { Window } from './stage.ts';

const hour = 3600_000;
const day = 24 * hour;
const school = 'yizhong';
const place = { latitude: 33.4206, longitude: 111.2928 };
const cast = {
  reporter: 'yizhong-teacher',
  safety: 'yizhong-safety',
  principal: 'yizhong-principal',
  repairer: 'yizhong-repairer',
  inspector: 'qingshi-inspector1',
  leader: 'qingshi-leader',
} as const;
type Who = keyof typeof cast;

const clockwork = clockworkFor(Object.values(cast));
const windows = new Map<Who, Window>();
let pictures = 0;

const pageOf = async (who: Who): Promise<Page> => {
  const known = windows.get(who);
  const opened = known ?? (await clockwork().open());
  if (!known) {
    await opened.context.grantPermissions(['geolocation']);
    await opened.context.setGeolocation({ ...place, accuracy: 8 });
    windows.set(who, opened);
  }
  // Days pass between two clicks: nobody stays signed in that long.
  await opened.signIn(cast[who]);
  return opened.page;
};

/** Opens the list of an antd select and picks the option that reads so. */
const choose = async (page: Page, field: string, text: string): Promise<void> => {
  await page.locator(`[data-field="${field}"] .ant-select`).first().click();
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: text }).first().click();
};

const takePhoto = async (page: Page, field: string): Promise<void> => {
  pictures += 1;
  const input = page.locator(`[data-field="${field}"] input[data-photo="camera"]`);
  await input.setInputFiles({ name: `${pictures}.jpg`, mimeType: 'image/jpeg', buffer: await snapshot(pictures) });
  await page.locator(`[data-field="${field}"] .photo-taken li.sent`).first().waitFor();
};

/** Fills one field of a step's form, by its kind. */
const fill = async (page: Page, name: FieldName, value: string): Promise<void> => {
  const at = page.locator(`[data-field="${name}"]`);
  const { kind } = fieldOf(name);
  if (kind === 'photos') return takePhoto(page, name);
  if (kind === 'person') return choose(page, name, value);
  if (kind === 'choice') {
    const button = at.locator('.ant-radio-button-wrapper', { hasText: value });
    return (await button.count()) > 0 ? button.first().click() : choose(page, name, value);
  }
  if (kind === 'signature') {
    await at.locator('.ant-radio-button-wrapper, .ant-radio-wrapper').last().click();
    return at.locator('input[type="text"], input:not([type])').last().fill(value);
  }
  if (kind === 'protection') {
    await at.locator('textarea').first().fill(value);
    return choose(page, name, '朱少华');
  }
  return at.locator('textarea, input').first().fill(value);
};

/** Opens the hazard's page as this person, takes the step by its button and form, and sees the new state on the page. */
const step = async (who: Who, id: string, action: string, form: Partial<Record<FieldName, string>>, state: HazardState): Promise<void> => {
  const page = await pageOf(who);
  const name = (zh.open.hazardAction as Readonly<Record<string, string>>)[action] ?? action;
  await page.goto(`/hazards/${id}`);
  await page.locator('.hazard-steps').getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  for (const [field, value] of Object.entries(form)) await fill(page, field as FieldName, value);
  await dialog.getByRole('button', { name: zh.common.submit }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(clockwork().hazard(id).state, `${who} ${action}`).toBe(state);
  await page.getByText(zh.codes.hazardState[state]).first().waitFor();
};

/** What the page says why this step is not possible for this person now. */
const whyNot = async (who: Who, id: string, action: string): Promise<string> => {
  const page = await pageOf(who);
  await page.goto(`/hazards/${id}`);
  const reason = page.locator(`#why-${action}`);
  await reason.waitFor({ state: 'attached' });
  return (await reason.textContent()) ?? '';
};

const report = async (): Promise<string> => {
  const page = await pageOf('reporter');
  pictures += 1;
  const sent = await page.evaluate(
    async ({ key, bytes, at }) => {
      const picture = new FormData();
      picture.append('key', `${key}-p`);
      picture.append('school', at.school);
      picture.append('stage', 'found');
      picture.append('picture', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'found.jpg');
      const { id } = (await (await fetch('/api/v1/evidence', { method: 'POST', body: picture })).json()) as { id: string };
      const body = { key, school: at.school, category: 'fire_safety', description: '东侧楼梯口被课桌堵住，无法通行', photos: [id] };
      const answer = await fetch('/api/v1/hazards', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as Hazard;
    },
    { key: `walk-report-${String(pictures).padStart(8, '0')}`, bytes: [...(await snapshot(1000 + pictures))], at: { school } },
  );
  return sent.id;
};

const date = (days: number): string => new Date(clockwork().now() + days * day + 8 * hour).toISOString().slice(0, 10);
const grade = (id: string, as: 'general' | 'major') =>
  step('safety', id, 'grade', { grade: zh.codes.grade[as], reason: '已到现场查看', cause: zh.codes.rootCause.ageing }, 'graded');
const protect = (id: string) =>
  step('safety', id, 'require_plan', { protection: '拉警戒线并专人值守', photos_protection: '' }, 'plan_required');
const planForm = (days: number) => ({
  responsible: '朱少华',
  measures: '清理并加装防火门',
  funds: '3000',
  deadline: date(days),
  contingency: '停用楼梯，改走西侧',
});
const submitWork = (id: string) =>
  step('repairer', id, 'submit', { description: '已清理并加装防火门', photos_after: '', cost: '2800' }, 'submitted');
const passCheck = async (who: Who, name: string, id: string): Promise<void> => {
  await step(who, id, 'begin_check', {}, 'verifying');
  await step(who, id, 'close', { finding: '整改到位', photos_site: '', signature: name }, 'closed');
};
const names = { safety: '董春花', inspector: '韩瑞芳' };

describe('a hazard, walked by five roles', () => {
  beforeAll(async () => {
    for (const who of Object.keys(cast) as Who[]) {
      const page = await pageOf(who);
      await page.goto('/hazards');
    }
  }, 120_000);

  test('fixed on the spot and spot-checked by somebody else', async () => {
    const id = await report();
    await grade(id, 'general');
    await step('repairer', id, 'fix_on_spot', { measures: '当场清理', photos_before: '', photos_after: '' }, 'fixed_on_spot');
    expect(await whyNot('repairer', id, 'spot_check')).toBe(zh.open.reason.role);
    await step('safety', id, 'spot_check', { finding: '通道畅通', photos_site: '' }, 'closed');
  });

  test('by a plan, then closed on time', async () => {
    const id = await report();
    await grade(id, 'general');
    await protect(id);
    await step('principal', id, 'approve_plan', planForm(10), 'plan_approved');
    await step('repairer', id, 'start', {}, 'rectifying');
    await submitWork(id);
    await passCheck('safety', names.safety, id);
    expect(clockwork().hazard(id).onTime).toBe(true);
  });

  test('major: confirmed by both, listed with its four fields, delisted from outside', async () => {
    const id = await report();
    await grade(id, 'major');
    await protect(id);
    await step('principal', id, 'confirm_major', { opinion: '情况属实' }, 'plan_required');
    await step('leader', id, 'confirm_major', { opinion: '同意' }, 'plan_required');
    await step('inspector', id, 'approve_plan', planForm(120), 'plan_approved');
    await step(
      'leader',
      id,
      'list',
      { supervisor: '青石县教体局', contact: '徐主任', notice: '青教安〔2026〕7号', deadline: date(100) },
      'listed',
    );
    await step('repairer', id, 'start', {}, 'rectifying');
    await submitWork(id);
    expect(await whyNot('safety', id, 'begin_check')).toBe(zh.open.reason.from_outside_if_major);
    await step('inspector', id, 'begin_check', {}, 'verifying');
    expect(await whyNot('inspector', id, 'close')).toBe(zh.open.reason.not_listed);
    await step(
      'inspector',
      id,
      'delist',
      { finding: '隐患消除', photos_site: '', signature: names.inspector, notice: '青教安〔2026〕9号' },
      'closed',
    );
  });

  test('with an extension, and sent back once', async () => {
    const id = await report();
    await grade(id, 'general');
    await protect(id);
    await step('principal', id, 'approve_plan', planForm(6), 'plan_approved');
    await step('repairer', id, 'start', {}, 'rectifying');
    await step('safety', id, 'ask_extension', { reason: '防火门未到货', interim: '继续专人值守', deadline: date(20) }, 'extension_pending');
    await step('inspector', id, 'grant_extension', { deadline: date(20) }, 'rectifying');
    await submitWork(id);
    await step('safety', id, 'begin_check', {}, 'verifying');
    await step('safety', id, 'send_back', { reason: '闭门器未装', photos_site: '' }, 'rework');
    await step('repairer', id, 'start', {}, 'rectifying');
    await submitWork(id);
    await passCheck('safety', names.safety, id);
    expect(clockwork().hazard(id)).toMatchObject({ onTime: true });
  });

  test('overdue: shown so, the letter signed by the bureau, closed late, and reopened when looked at again', async () => {
    const id = await report();
    await grade(id, 'general');
    await protect(id);
    await step('principal', id, 'approve_plan', planForm(4), 'plan_approved');
    await step('repairer', id, 'start', {}, 'rectifying');
    await clockwork().pass(9 * day, day);
    const page = await pageOf('leader');
    await page.goto(`/hazards/${id}`);
    await page
      .getByText(/逾期|已超期|超期/)
      .first()
      .waitFor();
    await step('leader', id, 'escalate', { letter: '责成三日内整改到位' }, 'escalated');
    await submitWork(id);
    await passCheck('inspector', names.inspector, id);
    expect(clockwork().hazard(id)).toMatchObject({ onTime: false });
    await clockwork().pass(31 * day, 31 * day);
    await step('safety', id, 'recheck', { finding: '门又被顶开', photos_recheck: '' }, 'closed');
    await step('reporter', id, 'reopen', { reason: '通道再次被堵' }, 'reopened');
    await grade(id, 'general');
    expect(clockwork().hazard(id).reopened).toBe(1);
  });

  test('born of a detector: closed only when it has been well for a day and was tested', async () => {
    const device = 'yizhong-smoke04';
    await clockwork().tell(device, 'telemetry', { values: { smoke: 0 } });
    await clockwork().pass(30 * hour, 2 * hour);
    const hazard = clockwork().hazardOf(device);
    expect(hazard).toMatchObject({ category: 'detector_silent', origin: 'sensor', open: true });
    const { id } = hazard;
    await grade(id, 'general');
    await protect(id);
    await step('principal', id, 'approve_plan', planForm(10), 'plan_approved');
    await step('repairer', id, 'start', {}, 'rectifying');
    await submitWork(id);
    await step('safety', id, 'begin_check', {}, 'verifying');
    expect(await whyNot('safety', id, 'close')).toBe(zh.open.reason.detector_healthy);
    for (let passed = 0; passed < 26; passed++) {
      await clockwork().tell(device, 'telemetry', { values: { smoke: 0 } });
      await clockwork().pass(hour);
    }
    expect(await whyNot('safety', id, 'close')).toBe(zh.open.reason.detector_tested);
    await clockwork().tell(device, 'event', { type: 'test' });
    await step('safety', id, 'close', { finding: '探测器运行正常', photos_site: '', signature: names.safety }, 'closed');
  });

  test('without a single fault of the page', () => {
    expect([...windows.values()].flatMap(({ errors }) => errors)).toEqual([]);
  });
});
