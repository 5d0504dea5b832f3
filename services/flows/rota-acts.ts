/** The acts of the duty room, put together. */
import type { RotaActs } from '../acts/rota.ts';
import { answerDutyCheck, issueDutyCheck } from './duty-checks.ts';
import { cancelHandover, handoverNow, openHandover, signHandover } from './handover.ts';
import { writeLog } from './log.ts';
import { addLeave, addShifts, cancelLeave, cancelShift, putSeat, rotaGaps, swapShift } from './rota.ts';
import type { Service } from './service.ts';

export const rotaActs = (service: Service): RotaActs => ({
  putSeat: (actor, id, form, ifMatch) => putSeat(service, actor, id, form, ifMatch),
  addShifts: (actor, forms) => addShifts(service, actor, forms),
  cancelShift: (actor, id, ifMatch) => cancelShift(service, actor, id, ifMatch),
  swapShift: (actor, id, form, ifMatch) => swapShift(service, actor, id, form, ifMatch),
  addLeave: (actor, form) => addLeave(service, actor, form),
  cancelLeave: (actor, id, ifMatch) => cancelLeave(service, actor, id, ifMatch),
  rotaGaps: (school, days) => rotaGaps(service, school, days),
  openHandover: (actor, seat, taker) => openHandover(service, actor, seat, taker),
  signHandover: (actor, id, ifMatch) => signHandover(service, actor, id, ifMatch),
  cancelHandover: (actor, id, ifMatch) => cancelHandover(service, actor, id, ifMatch),
  handoverNow: (handover) => handoverNow(service, handover),
  issueDutyCheck: (actor, seat, kind) => issueDutyCheck(service, actor, seat, kind),
  answerDutyCheck: (actor, id) => answerDutyCheck(service, actor, id),
  writeLog: (actor, form) => writeLog(service, actor, form),
});
