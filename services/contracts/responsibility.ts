/** 安全责任体系: posts with duty sheets, grid cells, task forces, and who is accountable for what. */
import { z } from 'zod';
import { hazardCategories } from './hazard.ts';
import { idSchema, timeSchema } from './values.ts';

/** 党政同责: both heads hold final safety duty; `safety` leads the safety work of the organisation. */
export const headships = ['party', 'administration', 'safety'] as const;

/** 岗位 with 一岗双责: the business duty and the safety duty of one post. */
export const postSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  org: idSchema,
  title: z.string().trim().min(1).max(100),
  headship: z.enum(headships).nullable(),
  /** Who holds it now. */
  holders: z.array(idSchema),
  businessDuty: z.string().trim().min(1).max(500),
  /** The duty sheet in force; null = none issued yet. */
  sheet: z.string().nullable(),
});
export type Post = z.infer<typeof postSchema>;

/** 岗位安全责任书: a version is never changed, the next one replaces it. */
export const dutySheetSchema = z.object({
  id: z.string(),
  org: idSchema,
  post: idSchema,
  /** 1, 2, 3 … of its post. */
  edition: z.number().int(),
  items: z.array(z.string().trim().min(1).max(500)).min(1).max(60),
  issuedAt: timeSchema,
  issuedBy: z.string(),
  supersededAt: timeSchema.nullable(),
  /** Since when each holder of the post is asked to read it. */
  asked: z.array(z.object({ person: idSchema, at: timeSchema })),
  /** 知责回执: who read it when. */
  receipts: z.array(z.object({ person: idSchema, readAt: timeSchema })),
  /** 履责: what was done about which item (index), with the evidence it points to. */
  performed: z.array(
    z.object({ item: z.number().int(), person: idSchema, at: timeSchema, subject: z.string(), subjectId: z.string(), note: z.string() }),
  ),
});
export type DutySheet = z.infer<typeof dutySheetSchema>;

/** 网格: spaces × topics looked after by one grid person. */
export const gridCellSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  school: idSchema,
  name: z.string().trim().min(1).max(100),
  spaces: z.array(idSchema).min(1),
  /** Empty = all topics. */
  topics: z.array(z.enum(hazardCategories)),
  person: idSchema,
  /** Patrolled at least this often. */
  everyDays: z.number().int().min(1).max(366),
  lastPatrolAt: timeSchema.nullable(),
});
export type GridCell = z.infer<typeof gridCellSchema>;

/** 工作专班: its members are told of escalations of what it is for. */
export const taskForceSchema = z.object({
  id: idSchema,
  version: z.number().int(),
  org: idSchema,
  name: z.string().trim().min(1).max(100),
  /** Categories of hazards whose escalations it is told of; empty = all. */
  topics: z.array(z.enum(hazardCategories)),
  /** The first one is the contact (联系人). */
  members: z.array(idSchema).min(1),
  tasks: z.array(
    z.object({
      id: z.string(),
      task: z.string().trim().min(1).max(500),
      person: idSchema,
      dueAt: timeSchema,
      doneAt: timeSchema.nullable(),
    }),
  ),
  closedAt: timeSchema.nullable(),
});
export type TaskForce = z.infer<typeof taskForceSchema>;

export const chainLinkSchema = z.object({
  /** null = an owner of a building who is no person of the organisation. */
  person: idSchema.nullable(),
  name: z.string(),
  /** Why this person: the cell, the post, the building's owner … */
  as: z.enum([
    'responsible',
    'grid_person',
    'building_owner',
    'safety_officer',
    'safety_head',
    'administration_head',
    'party_head',
    'duty',
    'bureau',
  ]),
  /** Name of the cell, post or organisation. */
  of: z.string(),
});
export type ChainLink = z.infer<typeof chainLinkSchema>;

/** 责任链条: who is accountable, and everyone above. */
export const responsibilitySchema = z.object({
  accountable: chainLinkSchema.nullable(),
  chain: z.array(chainLinkSchema),
  /** 产权人 of the building, where hazards of its structure are theirs: whom such a hazard is to be transferred to (item #15). */
  transferTo: z.string().nullable(),
});
export type Responsibility = z.infer<typeof responsibilitySchema>;

/** A person accountable by name, as the first link of a chain is. */
export type PersonLink = ChainLink & { readonly person: string };

const items = dutySheetSchema.shape.items;

/** `PUT /posts/:id` */
export const postFormSchema = postSchema.pick({ org: true, title: true, headship: true, holders: true, businessDuty: true });
export type PostForm = z.infer<typeof postFormSchema>;

/** `POST /posts/:id/sheets` */
export const sheetFormSchema = z.object({ items });

/** `POST /duty-sheets/:id/performed` */
export const performedFormSchema = z.object({
  item: z.number().int().min(0),
  subject: z.enum(['hazard', 'evidence', 'incident', 'document', 'gridCell', 'risk']),
  subjectId: z.string().min(1).max(80),
  note: z.string().trim().max(500).default(''),
});
export type PerformedForm = z.infer<typeof performedFormSchema>;

/** `PUT /grid-cells/:id` */
export const gridCellFormSchema = gridCellSchema.omit({ id: true, version: true, lastPatrolAt: true });
export type GridCellForm = z.infer<typeof gridCellFormSchema>;

/** `PUT /task-forces/:id`; tasks that are done stay done, whatever is put. */
export const taskForceFormSchema = taskForceSchema.pick({ org: true, name: true, topics: true, members: true }).extend({
  tasks: z.array(taskForceSchema.shape.tasks.element.omit({ doneAt: true }).extend({ id: idSchema })).max(100),
  closed: z.boolean().default(false),
});
export type TaskForceForm = z.infer<typeof taskForceFormSchema>;

/** A sheet with the holders of its post who have not signed that they read it; `late` = for longer than is allowed. */
export const dutySheetViewSchema = dutySheetSchema.extend({ unread: z.array(z.object({ person: idSchema, late: z.boolean() })) });
export type DutySheetView = z.infer<typeof dutySheetViewSchema>;

/** A duty of mine. */
export const myDutySchema = z.object({ post: postSchema, sheet: dutySheetSchema.nullable(), read: z.boolean() });
export type MyDuty = z.infer<typeof myDutySchema>;

/** 网格全覆盖: which rooms nobody looks after, and which cells were not patrolled in time. */
export const coverageSchema = z.object({
  rooms: z.number().int(),
  covered: z.number().int(),
  uncovered: z.array(z.object({ space: idSchema, name: z.string() })),
  overdue: z.array(idSchema),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What an organisation still owes: canteens without a named principal, headships nobody holds, posts without a sheet, people without a duty. */
export const gapsSchema = z.object({
  canteens: z.array(z.object({ space: idSchema, name: z.string() })),
  headships: z.array(z.enum(headships)),
  vacant: z.array(z.object({ post: idSchema, title: z.string() })),
  withoutSheet: z.array(z.object({ post: idSchema, title: z.string() })),
  /** 人人有责: whoever works here has a duty sheet by a post, or a grid cell. */
  withoutDuty: z.array(z.object({ person: idSchema, name: z.string() })),
});
export type Gaps = z.infer<typeof gapsSchema>;
