/** The demo county as it is imported, in a world of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { OrganisationPart } from '../../../services/contracts/organisation.ts';
import { joinOrganisation, organisationPartSchema } from '../../../services/contracts/organisation.ts';
import type { ImportOutcome } from '../../../services/core/import-organisation.ts';
import { importOrganisation } from '../../../services/core/import-organisation.ts';
import type { SheetOf } from '../../../services/core/responsibility/keep.ts';
import type { Turn } from '../../../services/core/turn.ts';
import { newTurn } from '../../../services/core/turn.ts';
import type { World } from '../../../services/core/world.ts';
import { emptyWorld } from '../../../services/core/world.ts';

export interface County {
  readonly world: World;
  readonly turn: Turn;
  readonly sheetOf: SheetOf;
  readonly outcome: ImportOutcome;
}

export const demoPart = (): OrganisationPart => {
  const folder = join(import.meta.dirname, '../../../config/demo');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return joinOrganisation(files.map((name) => organisationPartSchema.parse(parse(readFileSync(join(folder, name), 'utf8')))));
};

export const imported = (part: OrganisationPart, at = 1000): County => {
  const world = emptyWorld();
  const turn = newTurn(at);
  const outcome = importOrganisation(world, turn, 'operator', part, () => null);
  return { world, turn, outcome, sheetOf: (id) => turn.put.dutySheet.get(id) ?? null };
};
