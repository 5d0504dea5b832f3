/** Codes of alarm storms, shelving and maintenance (flows/storm-card.ts, flows/shelving.ts, flows/maintenance-windows.ts). */
export const enStormReasons = {
  already_asked: 'shelving was asked for; a second person must agree',
  not_asked: 'nobody asked to shelve it',
  same_person: 'another person must agree, not the one who asked',
};

export const enStormActs = {
  'alarm.shelving_asked': 'Shelving asked for, waiting for a second person',
  'alarm.cosigned': 'Second person agreed to shelving',
  'alarm.shelving_lapsed': 'Nobody agreed, shelving lapsed',
  'alarm.held': 'Held back during maintenance',
  'alarm.released': 'Maintenance over, told again',
  'storm.opened': 'Alarm storm began',
  'storm.closed': 'Alarm storm over',
  'storm.acknowledged': 'Whole storm acknowledged',
  'maintenance.planned': 'Maintenance planned',
  'maintenance.started': 'Maintenance began',
  'maintenance.ended': 'Maintenance over',
  'maintenance.cancelled': 'Maintenance cancelled',
};

export const enStormProblems = {
  ends_too_early: 'It must end after its beginning and after now.',
  window_too_long: 'The window is too long; plan it in parts.',
  windows_overlap: 'One of the devices is already under maintenance at that time.',
};

/** Why a trigger made no alarm that anybody was shown (core/storms/balance.ts). */
export const enSuppressed = {
  same_message: 'same message again',
  same_state: 'state unchanged',
  no_rule: 'no alarm by any rule',
  already_over: 'reported late and already over',
  maintenance: 'under maintenance',
  shelved: 'shelved',
  explained: 'explained by another alarm',
};
