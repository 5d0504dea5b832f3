/** Every operator's command that works on the organisation: one line each. The command line and `--help` come from here. */
import type { Command } from './command.ts';
import { deviceAdd, deviceList, deviceRevoke, deviceSecret } from './devices.ts';
import { orgExport, orgImport } from './organisation.ts';
import { schoolAdd, tokenCreate, tokenList, tokenRevoke, townshipAdd, userAdd, userReset } from './places.ts';

export const commands: readonly Command[] = [
  schoolAdd,
  townshipAdd,
  userAdd,
  userReset,
  tokenCreate,
  tokenList,
  tokenRevoke,
  deviceAdd,
  deviceList,
  deviceSecret,
  deviceRevoke,
  orgImport,
  orgExport,
];
