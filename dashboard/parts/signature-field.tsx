import { Button, Input, Radio } from 'antd';
import { type PointerEvent, useRef, useState } from 'react';
import type { Signature } from '../../services/contracts/document.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';

/** The field strokes are counted in (contracts/document.ts). */
const width = 1000;
const height = 400;
const mostStrokes = 60;
/** Numbers of one stroke: points of two. */
const mostNumbers = 2000;

type Strokes = readonly (readonly number[])[];

const lineOf = (stroke: readonly number[]): string => {
  const points: string[] = [];
  for (let i = 0; i + 1 < stroke.length; i += 2) points.push(`${stroke[i]},${stroke[i + 1]}`);
  // A dot is a line of no length; its round ends are seen.
  return points.length === 1 ? `${points[0]} ${points[0]}` : points.join(' ');
};

const Lines = ({ strokes }: { readonly strokes: Strokes }) =>
  strokes.map((stroke, index) => (
    // Strokes are only ever added at the end.
    // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is the stroke's identity
    <polyline key={index} points={lineOf(stroke)} />
  ));

/** A signature as it was given. */
export const SignaturePicture = ({ signature }: { readonly signature: Signature }) => {
  const words = useWords();
  if ('typed' in signature) return <b className="signature-typed">{signature.typed}</b>;
  return (
    <svg className="signature-picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.form.signed}>
      <Lines strokes={signature.strokes} />
    </svg>
  );
};

const Pad = ({ strokes, onChange }: { readonly strokes: Strokes; readonly onChange: (strokes: Strokes) => void }) => {
  const words = useWords();
  const drawing = useRef<number[] | null>(null);
  const [fresh, setFresh] = useState<readonly number[]>([]);
  const pointOf = (event: PointerEvent<SVGSVGElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (share: number, most: number): number => Math.round(Math.min(1, Math.max(0, share)) * most);
    return [within((event.clientX - box.left) / box.width, width), within((event.clientY - box.top) / box.height, height)];
  };
  const end = (): void => {
    if (drawing.current === null) return;
    if (strokes.length < mostStrokes) onChange([...strokes, drawing.current]);
    drawing.current = null;
    setFresh([]);
  };
  return (
    <svg
      className="signature-pad"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={strokes.length === 0 ? words.form.signHere : words.form.signed}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drawing.current = pointOf(event);
        setFresh([...drawing.current]);
      }}
      onPointerMove={(event) => {
        if (drawing.current === null || drawing.current.length >= mostNumbers) return;
        drawing.current.push(...pointOf(event));
        setFresh([...drawing.current]);
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {strokes.length === 0 && fresh.length === 0 ? (
        <text x={width / 2} y={height / 2} aria-hidden="true">
          {words.form.signHere}
        </text>
      ) : null}
      <Lines strokes={fresh.length === 0 ? strokes : [...strokes, fresh]} />
    </svg>
  );
};

interface Props {
  readonly label: string;
  readonly value: Signature | null;
  readonly onChange: (value: Signature | null) => void;
}

/** By hand on glass, or by keyboard with one's own name typed. */
export const SignatureField = ({ label, value, onChange }: Props) => {
  const words = useWords();
  const { person } = useSession();
  const [typing, setTyping] = useState(value !== null && 'typed' in value);
  return (
    <div className="signature-field">
      <Radio.Group
        aria-label={label}
        value={typing ? 'typed' : 'strokes'}
        onChange={(event) => {
          setTyping(event.target.value === 'typed');
          onChange(null);
        }}
      >
        <Radio value="strokes">{words.form.signByHand}</Radio>
        <Radio value="typed">{words.form.signByKeyboard}</Radio>
      </Radio.Group>
      {typing ? (
        <label>
          <Input
            aria-label={words.form.signName}
            autoComplete="name"
            maxLength={100}
            value={value !== null && 'typed' in value ? value.typed : ''}
            onChange={({ target }) => onChange(target.value === '' ? null : { typed: target.value })}
          />
          <small>{words.form.signNameHint(person.name)}</small>
        </label>
      ) : (
        <>
          <Pad
            strokes={value !== null && 'strokes' in value ? value.strokes : []}
            onChange={(strokes) => onChange({ strokes: strokes.map((stroke) => [...stroke]) })}
          />
          <Button onClick={() => onChange(null)} disabled={value === null}>
            {words.form.signClear}
          </Button>
        </>
      )}
    </div>
  );
};
