/** Where it is: the room of the QR code, else where this person reported last, else the whole school. */
import { useState } from 'react';
import { useWords } from '../i18n/language.tsx';
import { remember, remembered } from '../parts/remember.ts';
import type { PhonePerson } from './person.ts';
import { type PhonePlace, usePhonePlaces, usePhoneSchools } from './places.ts';

export interface PlaceChoice {
  readonly school: string | null;
  readonly space: string | null;
  readonly name: string;
  readonly schools: readonly { readonly id: string; readonly name: string }[];
  readonly places: readonly PhonePlace[];
  /** There is no network and no list from before. */
  readonly unlisted: boolean;
  /** The address names a place that is not this person's. */
  readonly foreign: boolean;
  readonly choose: (school: string, space: string | null) => void;
  /** Remembers it as the last one. */
  readonly keep: () => void;
}

interface Chosen {
  readonly school: string;
  readonly space: string | null;
}

const lastOf = (person: string): Chosen | null => {
  const [school = '', space = ''] = (remembered(`place.${person}`) ?? '').split('~');
  return school === '' ? null : { school, space: space === '' ? null : space };
};

export const usePlaceChoice = (person: PhonePerson, askedSchool: string | null, askedSpace: string | null): PlaceChoice => {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const schools = usePhoneSchools(person).data ?? [];
  const known = (id: string | null): string | null => schools.find((school) => school.id === id)?.id ?? null;
  const last = lastOf(person.id);
  const atHome = person.org.kind === 'school' ? person.org.id : null;
  const school = chosen?.school ?? known(askedSchool) ?? known(last?.school ?? null) ?? atHome ?? schools[0]?.id ?? null;
  const query = usePhonePlaces(person, school);
  const places = query.data ?? [];
  const wanted = chosen === null ? (askedSpace ?? (last?.school === school ? last.space : null)) : chosen.space;
  const place = places.find(({ id }) => id === wanted) ?? null;
  const notTheirs =
    (askedSchool !== null && schools.length > 0 && known(askedSchool) === null) ||
    (askedSpace !== null && query.isSuccess && !places.some(({ id }) => id === askedSpace));
  return {
    school,
    space: place?.id ?? null,
    name: place?.name ?? schools.find(({ id }) => id === school)?.name ?? '',
    schools,
    places,
    unlisted: query.isError,
    foreign: chosen === null && notTheirs,
    choose: (nextSchool, space) => setChosen({ school: nextSchool, space }),
    keep: () => remember(`place.${person.id}`, `${school ?? ''}~${place?.id ?? ''}`),
  };
};

/** The phone's own lists: large, searchable by its keyboard, known to everybody. */
export const PlacePicker = ({ choice }: { readonly choice: PlaceChoice }) => {
  const words = useWords();
  const { school } = choice;
  return (
    <>
      {choice.schools.length > 1 ? (
        <label className="phone-field">
          <span>{words.report.school}</span>
          <select value={school ?? ''} onChange={(event) => choice.choose(event.target.value, null)}>
            {choice.schools.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <label className="phone-field">
        <span>{words.report.place}</span>
        <select
          value={choice.space ?? ''}
          onChange={(event) => school !== null && choice.choose(school, event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{words.report.wholeSchool}</option>
          {choice.places.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {choice.foreign ? (
        <p className="phone-note" role="status">
          {words.report.foreignPlace}
        </p>
      ) : null}
      {choice.unlisted ? (
        <p className="phone-note" role="status">
          {words.report.noPlaces}
        </p>
      ) : null}
    </>
  );
};
