/** 周边救援力量联动: what people and responders do about help from outside. */
import type {
  AssistanceRequest,
  CapMessage,
  PhoneOutcome,
  PhoneTask,
  RequestAction,
  RequestActionRequest,
  Responder,
  ResponderForm,
} from '../contracts/responder.ts';
import type { ReceivedCap } from '../core/cap/received.ts';
import type { Actor, Result } from '../ports.ts';

export interface ResponderActs {
  /** `ifMatch` null = the caller did not say which version it saw. */
  readonly putResponder: (actor: Actor, id: string, form: ResponderForm, ifMatch: number | null) => Result<Responder>;
  /** Somebody else than who entered the address has tried it. */
  readonly verifyResponder: (actor: Actor, id: string) => Result<Responder>;
}

export interface RequestActs {
  readonly onRequest: (actor: Actor, id: string, request: RequestActionRequest, ifMatch: number | null) => Result<AssistanceRequest>;
  /** The responder's own word, by its signed link. */
  readonly answerRequest: (
    id: string,
    answer: { readonly action: RequestAction; readonly reason: string | undefined },
  ) => Result<AssistanceRequest>;
}

export interface PhoneTaskActs {
  readonly takePhoneTask: (actor: Actor, id: string) => Result<PhoneTask>;
  readonly finishPhoneTask: (actor: Actor, id: string, outcome: PhoneOutcome) => Result<PhoneTask>;
}

/** Reads what others send, which may be anything. */
export interface CapReader {
  read(bytes: Uint8Array): Promise<{ readonly ok: true; readonly value: ReceivedCap } | { readonly ok: false; readonly code: string }>;
}

export interface CapActs {
  /** `schools`: those the sender's token may speak to; null = all. Answers the record of it, the same one if it came before. */
  readonly receiveCap: (actor: Actor, schools: readonly string[] | null, received: ReceivedCap) => Result<CapMessage>;
}

export interface LinkageActs extends ResponderActs, RequestActs, PhoneTaskActs, CapActs {}
