/** 岗位安全责任书: editions, receipts, and who still has to read. */
import type { DutySheet, DutySheetView, Post } from '../../contracts/responsibility.ts';
import { dayMs } from '../calendar.ts';

/** The next edition of a post's duties; holders are asked to read it from the moment it is issued. */
export const newEdition = (id: string, post: Post, edition: number, items: readonly string[], by: string, at: number): DutySheet => ({
  id,
  org: post.org,
  post: post.id,
  edition,
  items: [...items],
  issuedAt: at,
  issuedBy: by,
  supersededAt: null,
  asked: post.holders.map((person) => ({ person, at })),
  receipts: [],
  performed: [],
});

export const hasRead = (sheet: DutySheet, person: string): boolean => sheet.receipts.some((receipt) => receipt.person === person);

/** Holders of the post who have not signed; nobody is asked about an edition that was replaced. */
export const sheetView = (sheet: DutySheet, post: Post | undefined, unreadDays: number, now: number): DutySheetView => ({
  ...sheet,
  unread: (sheet.supersededAt === null ? (post?.holders ?? []) : [])
    .filter((person) => !hasRead(sheet, person))
    .map((person) => {
      const askedAt = sheet.asked.find((asked) => asked.person === person)?.at ?? sheet.issuedAt;
      return { person, late: now - askedAt > unreadDays * dayMs };
    }),
});
