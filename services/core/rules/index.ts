export {
  activeRules,
  assumeActive,
  compileRules,
  type DeviceRuleState,
  type DeviceRules,
  judgedMetrics,
  judgeEvent,
  judgeReading,
  kindOfEvent,
  lookbackMs,
  newRuleState,
} from './judge.ts';
export { type ParsedRules, parseRules, type RuleFileError, type RuleSet } from './rule-set.ts';
