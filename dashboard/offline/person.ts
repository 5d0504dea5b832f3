/**
 * Who uses this phone: known from the last answer of the server, so that a report can be written where there is no
 * network. Forgotten at signing out.
 */
import { useEffect } from 'react';
import type { Session } from '../../services/contracts/http.ts';
import { useSessionQuery } from '../api/queries.ts';
import { forget, remember, remembered } from '../parts/remember.ts';

export interface PhonePerson {
  readonly id: string;
  readonly name: string;
  readonly org: { readonly id: string; readonly kind: Session['org']['kind']; readonly name: string };
  readonly mayReport: boolean;
}

const place = 'person';

const personOf = ({ person, org, permissions }: Session): PhonePerson => ({
  id: person.id,
  name: person.name,
  org: { id: org.id, kind: org.kind, name: org.name },
  mayReport: permissions.includes('hazard.report'),
});

export const rememberedPerson = (): PhonePerson | null => {
  const text = remembered(place);
  if (text === null || text === '') return null;
  try {
    return JSON.parse(text) as PhonePerson;
  } catch {
    return null;
  }
};

export const rememberPerson = (session: Session): void => remember(place, JSON.stringify(personOf(session)));

/** At signing out: the next one to hold this phone is told nothing. What waits to be sent is kept. */
export const forgetPerson = (): void => forget(place);

export type PhoneState =
  | { readonly kind: 'known'; readonly person: PhonePerson; readonly online: boolean }
  /** `last`: whose session ended by itself. */
  | { readonly kind: 'signed_out'; readonly last: PhonePerson | null }
  | { readonly kind: 'unknown'; readonly pending: boolean; readonly error: unknown; readonly retry: () => void };

/** The person by the server's word; by memory while the server has not answered or cannot be reached. */
export const usePhonePerson = (): PhoneState => {
  const session = useSessionQuery();
  useEffect(() => {
    if (session.data) rememberPerson(session.data);
  }, [session.data]);
  if (session.data) return { kind: 'known', person: personOf(session.data), online: !session.isError };
  const last = rememberedPerson();
  if (session.data === null) return { kind: 'signed_out', last };
  if (last !== null) return { kind: 'known', person: last, online: session.isPending };
  return { kind: 'unknown', pending: session.isPending, error: session.error, retry: () => void session.refetch() };
};
