/**
 * Rooms for the corpus: made of walls, furniture, posters and stains in three dimensions, so that one room can be
 * photographed from another place, under other light and with things moved, as after a repair.
 */
import type { Random } from '../../../device-sim/random.ts';
import { randomOf } from '../../../device-sim/random.ts';

type Point = readonly [x: number, y: number, z: number];
type Colour = readonly [hue: number, saturation: number, lightness: number];

interface Face {
  readonly corners: readonly Point[];
  readonly colour: Colour;
  /** Drawn on it: parts in its own coordinates, 0 to 1. */
  readonly marks: readonly { readonly outline: readonly (readonly [number, number])[]; readonly colour: Colour }[];
}

interface Thing {
  readonly at: Point;
  readonly size: Point;
  readonly faces: readonly Omit<Face, 'corners'>[];
}

export interface Room {
  readonly size: Point;
  readonly walls: readonly Face[];
  readonly things: readonly Thing[];
}

export interface Shot {
  readonly eye: Point;
  readonly yaw: number;
  readonly pitch: number;
  /** Focal length by width. */
  readonly zoom: number;
  /** Brightness of the lamps and lean of their colour. */
  readonly light: number;
  readonly warmth: number;
}

const colourOf = (random: Random, saturation: number, low = 25, high = 85): Colour => [
  random.between(0, 360),
  random.between(0, saturation),
  random.between(low, high),
];

const rectangle = (x: number, y: number, wide: number, high: number): (readonly [number, number])[] => [
  [x, y],
  [x + wide, y],
  [x + wide, y + high],
  [x, y + high],
];

/** Panels, drawers, letters, pictures: what the front of a thing has on it. */
const marksOf = (random: Random, many: number): Face['marks'] =>
  Array.from({ length: many }, () => {
    const [wide, high] = [random.between(0.03, 0.4), random.between(0.03, 0.35)];
    const outline = rectangle(random.between(0, 1 - wide), random.between(0, 1 - high), wide, high);
    return { outline, colour: colourOf(random, 60) };
  });

/** Cracks, damp patches, soot: the reason for the picture. */
const stain = (random: Random): Face['marks'][number] => {
  const [cx, cy, r] = [random.between(0.2, 0.8), random.between(0.2, 0.8), random.between(0.03, 0.14)];
  const outline = Array.from({ length: 12 }, (_, i): [number, number] => {
    const reach = r * random.between(0.5, 1.4);
    return [cx + reach * Math.cos((i * Math.PI) / 6), cy + reach * Math.sin((i * Math.PI) / 6)];
  });
  return { outline, colour: [30, random.between(5, 40), random.between(15, 50)] };
};

/** Tiles or boards: a pattern that repeats, as floors have. */
const tiles = (random: Random, colour: Colour): Face['marks'] => {
  const [columns, rows] = [Math.round(random.between(4, 12)), Math.round(random.between(4, 12))];
  const line: Colour = [colour[0], colour[1], colour[2] * random.between(0.6, 0.9)];
  return [
    ...Array.from({ length: columns }, (_, i) => ({ outline: rectangle(i / columns, 0, 0.006, 1), colour: line })),
    ...Array.from({ length: rows }, (_, i) => ({ outline: rectangle(0, i / rows, 1, 0.006), colour: line })),
    ...Array.from({ length: 14 }, () => {
      const [column, row] = [Math.floor(random.between(0, columns)), Math.floor(random.between(0, rows))];
      return {
        outline: rectangle(column / columns, row / rows, 1 / columns, 1 / rows),
        colour: [colour[0], colour[1], colour[2] * random.between(0.8, 1.15)] as Colour,
      };
    }),
  ];
};

const thing = (random: Random, [w, h, d]: Point): Thing => {
  const size: Point = [random.between(0.2, 1.6), random.between(0.2, 1.9), random.between(0.2, 0.9)];
  const high = random.next() < 0.35 ? random.between(0.3, h - size[1]) : 0;
  const colour = colourOf(random, 55);
  return {
    at: [random.between(0, w - size[0]), Math.max(0, high), random.between(d * 0.25, d - size[2])],
    size,
    faces: [0, 1, 2].map((side) => ({
      colour: [colour[0], colour[1], colour[2] * (1 - side * 0.12)],
      marks: marksOf(random, Math.round(random.between(0, 6))),
    })),
  };
};

export const roomOf = (seed: number, name: string): Room => {
  const random = randomOf(seed, name);
  const size: Point = [random.between(3, 9), random.between(2.6, 3.6), random.between(4, 10)];
  const [w, h, d] = size;
  const [wall, floor, ceiling] = [colourOf(random, 30, 55, 92), colourOf(random, 35, 30, 75), colourOf(random, 8, 80, 96)];
  const side = (corners: readonly Point[], shade: number): Face => ({
    corners,
    colour: [wall[0], wall[1], wall[2] * shade],
    marks: [...marksOf(random, Math.round(random.between(2, 9))), stain(random)],
  });
  return {
    size,
    walls: [
      {
        corners: [
          [0, 0, 0],
          [w, 0, 0],
          [w, 0, d],
          [0, 0, d],
        ],
        colour: floor,
        marks: [...tiles(random, floor), stain(random)],
      },
      {
        corners: [
          [0, h, 0],
          [w, h, 0],
          [w, h, d],
          [0, h, d],
        ],
        colour: ceiling,
        marks: marksOf(random, 3),
      },
      side(
        [
          [0, h, 0],
          [0, h, d],
          [0, 0, d],
          [0, 0, 0],
        ],
        0.92,
      ),
      side(
        [
          [w, h, 0],
          [w, h, d],
          [w, 0, d],
          [w, 0, 0],
        ],
        0.86,
      ),
      side(
        [
          [0, h, d],
          [w, h, d],
          [w, 0, d],
          [0, 0, d],
        ],
        1,
      ),
    ],
    things: Array.from({ length: Math.round(random.between(5, 14)) }, () => thing(random, size)),
  };
};

/** The same room later: some things elsewhere, some gone, some new. */
export const rearranged = (room: Room, seed: number, name: string, part: number): Room => {
  const random = randomOf(seed, name);
  return { ...room, things: room.things.map((each) => (random.next() < part ? thing(random, room.size) : each)) };
};

/** Another school's room of the same plan: the same furniture and paint by the same supplier, its own posters, stains and order. */
export const sisterRoom = (room: Room, seed: number, name: string): Room => {
  const random = randomOf(seed, name);
  return {
    ...room,
    walls: room.walls.map((wall, i) =>
      i < 2 ? wall : { ...wall, marks: [...marksOf(random, Math.round(random.between(2, 9))), stain(random)] },
    ),
    things: room.things.map((each) => ({
      ...each,
      at: [random.between(0, room.size[0] - each.size[0]), each.at[1], random.between(room.size[2] * 0.25, room.size[2] - each.size[2])],
    })),
  };
};

export const shotOf = (room: Room, seed: number, name: string): Shot => {
  const random = randomOf(seed, name);
  const [w, h] = room.size;
  return {
    eye: [random.between(0.2, 0.8) * w, random.between(0.4, 0.7) * h, random.between(0.1, 0.8)],
    yaw: random.between(-0.45, 0.45),
    pitch: random.between(-0.15, 0.1),
    zoom: random.between(0.6, 1),
    light: random.between(0.8, 1.1),
    warmth: random.between(-12, 12),
  };
};

/** Nearly the same place, as by somebody who tries to stand where they stood before; hand-held. */
export const again = (shot: Shot, seed: number, name: string): Shot => {
  const random = randomOf(seed, name);
  return {
    eye: [shot.eye[0] + random.noise(0.12), shot.eye[1] + random.noise(0.06), Math.max(0.05, shot.eye[2] + random.noise(0.12))],
    yaw: shot.yaw + random.noise(0.03),
    pitch: shot.pitch + random.noise(0.02),
    zoom: shot.zoom,
    light: shot.light * random.between(0.75, 1.2),
    warmth: shot.warmth + random.between(-10, 10),
  };
};

const nearest = 0.05;

/** Cut off what lies behind the camera. */
const clipped = (corners: readonly Point[]): Point[] =>
  corners.flatMap((corner, i) => {
    const before = corners[(i + corners.length - 1) % corners.length] as Point;
    const crossing = before[2] < nearest !== corner[2] < nearest;
    const t = (nearest - before[2]) / (corner[2] - before[2]);
    const cut: Point[] = crossing ? [[before[0] + t * (corner[0] - before[0]), before[1] + t * (corner[1] - before[1]), nearest]] : [];
    return corner[2] >= nearest ? [...cut, corner] : cut;
  });

const boxFaces = ({ at: [x, y, z], size: [w, h, d], faces }: Thing, [ex]: Point): Face[] => {
  const front = {
    corners: [
      [x, y + h, z],
      [x + w, y + h, z],
      [x + w, y, z],
      [x, y, z],
    ] as Point[],
    ...(faces[0] as Omit<Face, 'corners'>),
  };
  const sideX = ex < x ? x : x + w;
  const side = {
    corners: [
      [sideX, y + h, z],
      [sideX, y + h, z + d],
      [sideX, y, z + d],
      [sideX, y, z],
    ] as Point[],
    ...(faces[1] as Omit<Face, 'corners'>),
  };
  const top = {
    corners: [
      [x, y + h, z],
      [x + w, y + h, z],
      [x + w, y + h, z + d],
      [x, y + h, z + d],
    ] as Point[],
    ...(faces[2] as Omit<Face, 'corners'>),
  };
  return [top, side, front];
};

/** What a camera sees of the room, as SVG; `frame` 0 to 1 of the width, so that every size shows the same. */
export const roomSvg = (room: Room, shot: Shot, width: number, height: number): string => {
  const [sy, cy, sp, cp] = [Math.sin(shot.yaw), Math.cos(shot.yaw), Math.sin(shot.pitch), Math.cos(shot.pitch)];
  const seen = ([x, y, z]: Point): Point => {
    const [dx, dy, dz] = [x - shot.eye[0], y - shot.eye[1], z - shot.eye[2]];
    const [ax, az] = [dx * cy - dz * sy, dx * sy + dz * cy];
    return [ax, dy * cp - az * sp, dy * sp + az * cp];
  };
  const polygon = (corners: readonly Point[], [hue, saturation, lightness]: Colour): string => {
    const shown = clipped(corners.map(seen));
    if (shown.length < 3) return '';
    const points = shown.map(
      ([x, y, z]) => `${(width * (0.5 + (shot.zoom * x) / z)).toFixed(1)},${(height / 2 - (width * shot.zoom * y) / z).toFixed(1)}`,
    );
    const shade = Math.min(97, Math.max(3, lightness * shot.light));
    return `<polygon points="${points.join(' ')}" fill="hsl(${(hue + shot.warmth + 360).toFixed(0)} ${saturation.toFixed(0)}% ${shade.toFixed(1)}%)"/>`;
  };
  const face = ({ corners: [a, b, , d], corners, colour, marks }: Face): string => {
    const place = ([u, v]: readonly [number, number]): Point =>
      [0, 1, 2].map((i) => (a?.[i] ?? 0) + u * ((b?.[i] ?? 0) - (a?.[i] ?? 0)) + v * ((d?.[i] ?? 0) - (a?.[i] ?? 0))) as unknown as Point;
    return polygon(corners, colour) + marks.map((mark) => polygon(mark.outline.map(place), mark.colour)).join('');
  };
  const far = [...room.things].sort((a, b) => b.at[2] - a.at[2]);
  const drawn = [...room.walls, ...far.flatMap((each) => boxFaces(each, shot.eye))].map(face).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn}</svg>`;
};
