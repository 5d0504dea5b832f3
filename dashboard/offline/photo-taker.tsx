import { type ChangeEvent, useState } from 'react';
import { useWords } from '../i18n/language.tsx';
import { keepPhoto, type TakenPhoto } from './photo.ts';

const mostPhotos = 3;

interface PhotoTakerProps {
  readonly person: string;
  readonly photos: readonly TakenPhoto[];
  readonly change: (photos: readonly TakenPhoto[]) => void;
}

/** The phone's own camera, by a plain input: no permission to be asked for, works in every browser. */
export const PhotoTaker = ({ person, photos, change }: PhotoTakerProps) => {
  const words = useWords();
  const [unreadable, setUnreadable] = useState(false);
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const { files } = event.target;
    const file = files?.[0];
    if (file === undefined) return;
    const photo = await keepPhoto(file, person);
    setUnreadable(photo === null);
    if (photo !== null) change([...photos, photo]);
  };
  return (
    <div className="phone-photos">
      {photos.map((photo, index) => (
        <figure key={photo.key}>
          <img src={photo.url} alt={words.report.photoOf(index + 1)} />
          <button
            type="button"
            aria-label={`${words.report.remove}${words.common.colon}${index + 1}`}
            onClick={() => {
              URL.revokeObjectURL(photo.url);
              change(photos.filter((each) => each !== photo));
            }}
          >
            ×
          </button>
        </figure>
      ))}
      {photos.length < mostPhotos ? (
        <label className={photos.length === 0 ? 'phone-camera first' : 'phone-camera'}>
          <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path
              d="M3 7h4l2-3h6l2 3h4v13H3zM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8z"
              fill="none"
              stroke="currentColor"
              strokeWidth="2"
              strokeLinejoin="round"
            />
          </svg>
          <span>{photos.length === 0 ? words.report.photo : words.report.another}</span>
          {photos.length === 0 ? <small>{words.report.photoHint}</small> : null}
          {/* A new input for each photo: the same one would not tell of the same file again. */}
          <input key={photos.length} type="file" accept="image/*" capture="environment" onChange={(event) => void take(event)} />
        </label>
      ) : null}
      {unreadable ? (
        <p className="form-error" role="alert">
          {words.report.unreadable}
        </p>
      ) : null}
    </div>
  );
};
