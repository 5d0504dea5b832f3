/** Operator's commands about schools and people. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { orgKinds, type Person, schoolKinds } from '../contracts/place.ts';
import { idSchema, roles } from '../contracts/values.ts';
import { wholeInstallation } from '../core/access/policy.ts';
import { addOrg, addPerson, ensureRoot, rootOrg } from '../core/enrol.ts';
import { newTurn } from '../core/turn.ts';
import { command, operator, refuse, refuseIf } from './command.ts';

const name = (what: string) => z.string().min(1).max(200).describe(what);

export const schoolAdd = command({
  name: 'school add',
  summary: 'adds a school',
  args: z.strictObject({
    id: idSchema.describe('its id'),
    name: name('its name'),
    kind: z.enum(schoolKinds).default('primary').describe('kind of school'),
    ownership: z.enum(['public', 'private']).default('public').describe('who owns it'),
    township: idSchema.optional().describe('the township (or bureau) it belongs to; without one, the whole organisation'),
  }),
  run: ({ clock, world, commit }, { id, name, kind, ownership, township }) => {
    const turn = newTurn(clock.now());
    if (township !== undefined && !world().orgs.has(township)) refuse(`there is no organisation ${township}`);
    const parent = township ?? ensureRoot(world(), turn, operator).id;
    refuseIf(addOrg(world(), turn, operator, { id, kind: 'school', parent, name, schoolKind: kind, ownership, location: null }));
    commit(turn);
    return { id };
  },
});

export const townshipAdd = command({
  name: 'township add',
  summary: 'adds a township, bureau or city that schools belong to',
  args: z.strictObject({
    id: idSchema.describe('its id'),
    name: name('its name'),
    kind: z.enum(orgKinds).exclude(['school']).default('township').describe('which level it is'),
    parent: idSchema.optional().describe('what it belongs to; without one, the whole organisation'),
  }),
  run: ({ clock, world, commit }, { id, name, kind, parent }) => {
    const turn = newTurn(clock.now());
    if (parent !== undefined && !world().orgs.has(parent)) refuse(`there is no organisation ${parent}`);
    const above = parent ?? (kind === 'township' || rootOrg(world()) ? ensureRoot(world(), turn, operator).id : null);
    refuseIf(addOrg(world(), turn, operator, { id, kind, parent: above, name, schoolKind: null, ownership: null, location: null }));
    commit(turn);
    return { id };
  },
});

const newPassword = (): string => randomBytes(12).toString('base64url');

const noteReset = (turn: ReturnType<typeof newTurn>, id: string): void => {
  turn.audit.push({
    at: turn.at,
    actor: operator,
    act: 'person.password_reset',
    subject: 'person',
    subjectId: id,
    school: null,
    detail: {},
  });
};

export const userAdd = command({
  name: 'user add',
  summary: 'adds a person who may sign in; prints a first password',
  args: z.strictObject({
    id: idSchema.describe('sign-in name'),
    name: name('name'),
    role: z.enum(roles).describe('what the person may do'),
    org: idSchema.optional().describe('school or organisation the person is placed at; without one, the whole organisation'),
    phone: z.string().max(40).optional().describe('telephone number'),
  }),
  run: async ({ clock, world, commit, accounts }, { id, name, role, org, phone }) => {
    const turn = newTurn(clock.now());
    if (org !== undefined && !world().orgs.has(org)) refuse(`there is no organisation ${org}`);
    const person: Person = { id, name, role, org: org ?? ensureRoot(world(), turn, operator).id, phone: phone ?? null, active: true };
    refuseIf(addPerson(world(), turn, operator, person));
    commit(turn);
    const password = newPassword();
    await accounts.setPassword(id, password);
    return { id, password };
  },
});

export const userReset = command({
  name: 'user reset',
  summary: 'gives a person a new password and ends all their sessions',
  args: z.strictObject({ id: idSchema.describe('sign-in name') }),
  run: async ({ clock, world, commit, accounts, rightsChanged }, { id }) => {
    if (!world().people.has(id)) refuse(`there is no person ${id}`);
    const password = newPassword();
    await accounts.setPassword(id, password);
    accounts.closeSessionsOf(id);
    rightsChanged();
    const turn = newTurn(clock.now());
    noteReset(turn, id);
    commit(turn);
    return { id, password };
  },
});

export const tokenCreate = command({
  name: 'token create',
  summary: 'makes an API token; it is shown this once',
  args: z.strictObject({
    role: z.enum(roles).describe('what its bearer may do'),
    org: idSchema.optional().describe('where: a school or organisation; without one, everywhere'),
    label: z.string().min(1).max(100).default('command line').describe('what it is for'),
  }),
  run: ({ clock, world, commit, accounts }, { role, org, label }) => {
    if (org !== undefined && !world().orgs.has(org)) refuse(`there is no organisation ${org}`);
    const { id, token } = accounts.createToken(role, org ?? null, label);
    const turn = newTurn(clock.now());
    const detail = { role, org: org ?? wholeInstallation, label };
    turn.audit.push({ at: turn.at, actor: operator, act: 'token.created', subject: 'token', subjectId: id, school: null, detail });
    commit(turn);
    return { id, token };
  },
});

export const tokenList = command({
  name: 'token list',
  summary: 'lists the API tokens',
  args: z.strictObject({}),
  run: ({ accounts }) => ({ items: accounts.tokens() }),
});

export const tokenRevoke = command({
  name: 'token revoke',
  summary: 'ends an API token',
  args: z.strictObject({ id: z.string().describe('its id, as in token list') }),
  run: ({ clock, commit, accounts, rightsChanged }, { id }) => {
    if (!accounts.revokeToken(id)) refuse(`there is no token ${id}`);
    rightsChanged();
    const turn = newTurn(clock.now());
    turn.audit.push({ at: turn.at, actor: operator, act: 'token.revoked', subject: 'token', subjectId: id, school: null, detail: {} });
    commit(turn);
    return { id };
  },
});
