/** What people do with the organisation: posts and their duties, grid cells, task forces, people, and all of it as a spreadsheet. */
import type { PersonForm } from '../contracts/organisation.ts';
import type { Person } from '../contracts/place.ts';
import type {
  DutySheet,
  DutySheetView,
  GridCell,
  GridCellForm,
  MyDuty,
  PerformedForm,
  Post,
  PostForm,
  TaskForce,
  TaskForceForm,
} from '../contracts/responsibility.ts';
import type { SheetImport } from '../contracts/sheet.ts';
import type { SheetRows, SheetTable } from '../core/organisation/sheets.ts';
import type { Actor, Result } from '../ports.ts';

/** `ifMatch` null = the caller did not say which version it saw. */
export interface OrganisationActs {
  readonly putPost: (actor: Actor, id: string, form: PostForm, ifMatch: number | null) => Result<Post>;
  /** Issues the next edition of a post's duties. */
  readonly issueDuties: (actor: Actor, post: string, items: readonly string[], ifMatch: number | null) => Result<DutySheetView>;
  /** 知责回执: once a person and edition; again is the same. */
  readonly readDuties: (actor: Actor, sheet: string) => Result<DutySheetView>;
  readonly performDuty: (actor: Actor, sheet: string, form: PerformedForm) => Result<DutySheetView>;
  readonly dutiesOf: (actor: Actor) => MyDuty[];
  readonly dutyView: (sheet: DutySheet) => DutySheetView;
  readonly putGridCell: (actor: Actor, id: string, form: GridCellForm, ifMatch: number | null) => Result<GridCell>;
  readonly patrol: (actor: Actor, cell: string, note: string) => Result<GridCell>;
  readonly putTaskForce: (actor: Actor, id: string, form: TaskForceForm, ifMatch: number | null) => Result<TaskForce>;
  readonly finishTask: (actor: Actor, force: string, task: string) => Result<TaskForce>;
  readonly putPerson: (actor: Actor, id: string, form: PersonForm) => Result<Person>;
  /** Refused while they answer for anything and nobody takes it over; with a successor all of it goes over in one turn. */
  readonly deactivatePerson: (actor: Actor, id: string, successor: string | null) => Result<Person>;
  readonly importSheets: (actor: Actor, sheets: readonly SheetRows[], dry: boolean) => SheetImport;
  /** The branch below the actor. */
  readonly exportSheets: (actor: Actor) => SheetTable[];
}

/** Why a file is no workbook that can be read. */
export type UnreadableWorkbook = 'not_a_workbook' | 'too_large' | 'too_many_rows';

/** Workbooks as files. */
export interface SheetOffice {
  readonly readWorkbook: (
    bytes: Uint8Array,
  ) => Promise<{ readonly ok: true; readonly sheets: readonly SheetRows[] } | { readonly ok: false; readonly code: UnreadableWorkbook }>;
  readonly writeWorkbook: (sheets: readonly SheetTable[]) => Promise<Uint8Array>;
}
