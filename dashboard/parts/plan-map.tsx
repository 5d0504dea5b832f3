/** A flat plan in metres by Leaflet (CRS.Simple, y to the north), loaded only with the plan page. */
import 'leaflet/dist/leaflet.css';
import '../styles/plan.css';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useWords } from '../i18n/language.tsx';
import type { Face } from './face.ts';
import { faceMarkup } from './icons.tsx';
import { spread } from './plan-model.ts';

export interface PlanShape {
  readonly id: string;
  readonly name: string;
  readonly outline: readonly (readonly [number, number])[];
  readonly face: Face;
  /** A building shows its state and counts on its roof; a room only its name. */
  readonly note: string | null;
  readonly use: string;
}
export interface PlanMark {
  readonly id: string;
  readonly name: string;
  readonly at: readonly [number, number];
  readonly face: Face;
  /** The state in a word, written under the shape unless all is well. */
  readonly word: string;
}
interface PlanMapProps {
  readonly size: readonly [number, number];
  readonly shapes: readonly PlanShape[];
  readonly marks: readonly PlanMark[];
  readonly chosen: string | null;
  readonly onShape: (id: string) => void;
  readonly onMark: (id: string) => void;
}

const latLng = ([x, y]: readonly [number, number]): L.LatLngTuple => [y, x];
/** Names are hidden while their room is drawn narrower than they are. */
const letterPx = 13;

const text = (value: string): string => {
  const span = document.createElement('span');
  span.textContent = value;
  return span.innerHTML;
};

type Marks = Map<string, { readonly marker: L.Marker; readonly face: Face; readonly at: PlanMark['at'] }>;
/** Each name with the room it belongs to. */
type Names = Map<L.Marker, L.LatLngBounds>;

const iconFor = (mark: PlanMark): L.DivIcon =>
  L.divIcon({
    className: `plan-mark face face-${mark.face}`,
    iconSize: [26, 26],
    html: `${faceMarkup(mark.face)}${mark.face === 'normal' ? '' : `<b>${text(mark.word)}</b>`}`,
  });

const drawShapes = (layer: L.LayerGroup, shapes: readonly PlanShape[], chosen: string | null, onShape: (id: string) => void): Names => {
  const names: Names = new Map();
  layer.clearLayers();
  for (const shape of shapes) {
    const polygon = L.polygon(shape.outline.map(latLng), {
      className: `plan-shape use-${shape.use} face-${shape.face} ${shape.id === chosen ? 'chosen' : ''}`,
      bubblingMouseEvents: false,
    });
    polygon.on('click', () => onShape(shape.id));
    polygon.addTo(layer);
    const bounds = polygon.getBounds();
    const note = shape.note === null ? '' : `<b>${text(shape.note)}</b>`;
    // A building's name stands in its middle; a room's at its foot, clear of the devices.
    const building = shape.use === 'building';
    const name = L.marker(building ? bounds.getCenter() : [bounds.getSouth(), bounds.getCenter().lng], {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({
        className: `plan-name ${building ? 'middle' : 'foot'} face-${shape.face}`,
        html: `<span>${text(shape.name)}</span>${note}`,
        iconSize: [0, 0],
      }),
    });
    name.addTo(layer);
    names.set(name, bounds);
  }
  return names;
};

const hideTightNames = (map: L.Map, names: Names): void => {
  for (const [marker, bounds] of names) {
    const width = map.latLngToLayerPoint(bounds.getSouthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
    const name = marker.getElement()?.querySelector('span');
    if (name) name.hidden = width < (name.textContent ?? '').length * letterPx;
  }
};

/** Marks that would cover each other at this zoom stand beside their true place instead. */
const markApartPx = 30;

const settleMarks = (map: L.Map, marks: Marks): void => {
  const all = [...marks.values()];
  const places = all.map(({ at }) => map.latLngToLayerPoint(latLng(at)));
  const moved = spread(
    places.map(({ x, y }) => [x, y] as const),
    markApartPx,
  );
  for (const [index, { marker }] of all.entries()) {
    const [x, y] = moved[index] ?? [0, 0];
    marker.setLatLng(map.layerPointToLatLng([x, y]));
  }
};

export const PlanMap = ({ size, shapes, marks, chosen, onShape, onMark }: PlanMapProps) => {
  const words = useWords();
  const place = useRef<HTMLDivElement>(null);
  const drawing = useRef<{ map: L.Map; shapes: L.LayerGroup; names: Names; marks: Marks } | null>(null);
  const act = useRef({ onShape, onMark });
  useEffect(() => {
    act.current = { onShape, onMark };
  });
  const [width, height] = size;

  useEffect(() => {
    if (place.current === null) return undefined;
    const bounds = L.latLngBounds([0, 0], [height, width]);
    const map = L.map(place.current, {
      crs: L.CRS.Simple,
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0.25,
      minZoom: -3,
      maxZoom: 8,
      maxBounds: bounds.pad(0.5),
      zoomAnimation: false,
      fadeAnimation: false,
      markerZoomAnimation: false,
    });
    L.control.zoom({ zoomInTitle: words.plan.zoomIn, zoomOutTitle: words.plan.zoomOut }).addTo(map);
    L.rectangle(bounds, { className: 'plan-ground', interactive: false }).addTo(map);
    const layer = L.layerGroup().addTo(map);
    const made = { map, shapes: layer, names: new Map() as Names, marks: new Map() as Marks };
    drawing.current = made;
    map.fitBounds(bounds, { padding: [16, 16] });
    map.on('zoomend', () => {
      hideTightNames(map, made.names);
      settleMarks(map, made.marks);
    });
    const watch = new ResizeObserver(() => {
      map.invalidateSize();
      map.fitBounds(bounds, { padding: [16, 16] });
    });
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      drawing.current = null;
      map.remove();
    };
  }, [width, height, words]);

  useEffect(() => {
    const drawn = drawing.current;
    if (drawn === null) return;
    drawn.names = drawShapes(drawn.shapes, shapes, chosen, (id) => act.current.onShape(id));
    hideTightNames(drawn.map, drawn.names);
  }, [shapes, chosen, width, height, words]);

  useEffect(() => {
    const drawn = drawing.current;
    if (drawn === null) return;
    const gone = new Set(drawn.marks.keys());
    for (const mark of marks) {
      gone.delete(mark.id);
      const held = drawn.marks.get(mark.id);
      const marker = held?.marker ?? L.marker(latLng(mark.at), { icon: iconFor(mark), riseOnHover: true }).addTo(drawn.map);
      if (held === undefined) {
        marker.on('click', () => act.current.onMark(mark.id));
        // Leaflet makes a mark reachable by Tab, but answers Enter only where a popup is bound.
        marker.on('keydown', ({ originalEvent }: L.LeafletKeyboardEvent) => {
          if (originalEvent.key === 'Enter') act.current.onMark(mark.id);
        });
      }
      if (held !== undefined && held.face !== mark.face) marker.setIcon(iconFor(mark));
      marker.setZIndexOffset(mark.face === 'normal' ? 0 : mark.face === 'alarm' ? 2_000 : 1_000);
      const element = marker.getElement();
      element?.setAttribute('aria-label', `${mark.name}${words.common.colon}${mark.word}`);
      element?.setAttribute('title', `${mark.name}${words.common.colon}${mark.word}`);
      drawn.marks.set(mark.id, { marker, face: mark.face, at: mark.at });
    }
    for (const id of gone) {
      drawn.marks.get(id)?.marker.remove();
      drawn.marks.delete(id);
    }
    settleMarks(drawn.map, drawn.marks);
  }, [marks, width, height, words]);

  return <div ref={place} className="plan-map" role="application" aria-label={words.plan.map} />;
};
