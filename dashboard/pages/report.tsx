/** A teacher reports a hazard: photo, kind, a sentence, sent. Works without network; nothing is lost, nothing sent twice. */
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import type { Place } from '../../services/contracts/evidence.ts';
import { findPlace } from '../api/pictures.ts';
import { useWords } from '../i18n/language.tsx';
import { CategoryIcon, type PhoneCategory, phoneCategories } from '../offline/category-icon.tsx';
import { draftOf } from '../offline/draft.ts';
import { queueReport } from '../offline/outbox.ts';
import type { PhonePerson } from '../offline/person.ts';
import { PhoneFrame } from '../offline/phone-frame.tsx';
import { newKey, type TakenPhoto } from '../offline/photo.ts';
import { PhotoTaker } from '../offline/photo-taker.tsx';
import { PlacePicker, usePlaceChoice } from '../offline/place-picker.tsx';
import { fetchNonces } from '../offline/send.ts';
import '../styles/phone.css';

/** C2: a description has at least ten characters. */
const fewestCharacters = 10;

const Categories = ({
  value,
  choose,
}: {
  readonly value: PhoneCategory | null;
  readonly choose: (category: PhoneCategory, byTouch: boolean) => void;
}) => {
  const words = useWords();
  const touched = useRef(false);
  return (
    <fieldset className="phone-kinds">
      <legend>{words.report.category}</legend>
      {phoneCategories.map((category) => (
        <label key={category} onPointerDown={() => (touched.current = true)}>
          <input
            type="radio"
            name="category"
            checked={category === value}
            onKeyDown={() => (touched.current = false)}
            onChange={() => choose(category, touched.current)}
          />
          <span>
            <CategoryIcon category={category} />
            {words.codes.hazardCategory[category]}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const ReportForm = ({ person }: { readonly person: PhonePerson }) => {
  const words = useWords();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const place = usePlaceChoice(person, params.get('school'), params.get('space'));
  const [photos, setPhotos] = useState<readonly TakenPhoto[]>([]);
  const [category, setCategory] = useState<PhoneCategory | null>(null);
  const [description, setDescription] = useState('');
  const [asked, setAsked] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [failed, setFailed] = useState(false);
  const position = useRef<Place | null>(null);
  const writing = useRef<HTMLTextAreaElement>(null);

  useEffect(() => void fetchNonces(person.id), [person.id]);

  const lacking = fewestCharacters - [...description.trim()].length;
  const fault =
    photos.length === 0
      ? words.report.missingPhoto
      : category === null
        ? words.report.missingCategory
        : lacking > 0
          ? words.report.missingDescription(lacking)
          : null;

  const keep = async (): Promise<void> => {
    const { school } = place;
    if (fault !== null || category === null || school === null) return;
    setKeeping(true);
    const key = newKey();
    try {
      await queueReport(await draftOf(key, person, place, { category, description, position: position.current, photos }));
    } catch {
      setFailed(true);
      setKeeping(false);
      return;
    }
    place.keep();
    await navigate(`/report/sent?key=${key}`, { replace: true });
  };
  return (
    <form
      className="phone-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        void keep();
      }}
    >
      <PhotoTaker
        person={person.id}
        photos={photos}
        change={(next) => {
          setPhotos(next);
          // Asked for with the first picture, and not waited for.
          if (position.current === null) void findPlace().then((found) => (position.current = found));
        }}
      />
      <PlacePicker choice={place} />
      <Categories
        value={category}
        choose={(next, byTouch) => {
          setCategory(next);
          // A finger goes on to the sentence without another tap; arrow keys stay in the group.
          if (byTouch) writing.current?.focus();
        }}
      />
      <label className="phone-field">
        <span>{words.report.description}</span>
        <textarea
          ref={writing}
          rows={3}
          maxLength={2000}
          placeholder={words.report.descriptionHint}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
      </label>
      {(asked && fault !== null) || failed ? (
        <p className="form-error" role="alert">
          {failed ? words.report.notKept : fault}
        </p>
      ) : null}
      <button type="submit" className="phone-button primary" disabled={keeping}>
        {words.report.send}
      </button>
    </form>
  );
};

export const ReportPage = () => {
  const words = useWords();
  return (
    <PhoneFrame title={words.report.title}>
      {(person) => (person.mayReport ? <ReportForm key={person.id} person={person} /> : <p className="state">{words.report.mayNot}</p>)}
    </PhoneFrame>
  );
};
