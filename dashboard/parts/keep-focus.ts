import { type RefObject, useEffect, useRef } from 'react';

/**
 * The control somebody pressed is gone once it has done its work: the place it stood in takes the focus, so that the next
 * key still means this page and Tab goes on from here.
 */
export const useKeptFocus = <T extends HTMLElement>(): RefObject<T | null> => {
  const place = useRef<T>(null);
  const inside = useRef(false);
  useEffect(() => {
    const note = (event: FocusEvent): void => {
      inside.current = event.target instanceof Node && place.current?.contains(event.target) === true;
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  });
  return place;
};

/** A page that was opened by key begins at its heading, not nowhere. */
export const useArrivalFocus = <T extends HTMLElement>(): RefObject<T | null> => {
  const heading = useRef<T>(null);
  const done = useRef(false);
  useEffect(() => {
    if (done.current || heading.current === null) return;
    done.current = true;
    if (document.activeElement === document.body) heading.current.focus({ preventScroll: true });
  });
  return heading;
};
