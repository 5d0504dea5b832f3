import type { HazardCategory } from '../../services/contracts/hazard.ts';

/** What a person on the spot chooses from, the most reported first. */
export const phoneCategories = [
  'fire_safety',
  'electrical',
  'building',
  'equipment',
  'food',
  'traffic',
  'surroundings',
  'crowding',
  'chemicals',
  'special_equipment',
  'confined_space',
  'other',
] as const satisfies readonly HazardCategory[];
export type PhoneCategory = (typeof phoneCategories)[number];

/** On a 24 × 24 grid, drawn by hand. */
const paths: Readonly<Record<PhoneCategory, string>> = {
  fire_safety: 'M12 2c1 4 6 6 6 12a6 6 0 0 1-12 0c0-3 2-4 2-7 2 1 3 2 3 4 1-2 2-5 1-9z',
  electrical: 'M13 2 5 13h6l-1 9 9-12h-6z',
  building: 'M4 21V8l8-5 8 5v13zM9 21v-6h6v6M9 10h.01M15 10h.01',
  equipment: 'M14 6a4 4 0 0 1 5-3l-2.5 2.5 2 2L21 5a4 4 0 0 1-5 5L8 18.5a1.9 1.9 0 0 1-3-3z',
  food: 'M6 3v7a2 2 0 0 0 4 0V3M8 12v9M16 3c-2 2-2 7 0 9v9',
  traffic: 'M4 6h16v10H4zM4 11h16M7 16v3M17 16v3M7 8.5h.01',
  surroundings: 'M3 20h18M5 20V9M9 20V9M13 20V9M17 20V9M3 12h18M3 16h18M5 9l2-3 2 3',
  crowding:
    'M8 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM16 9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 20c0-4 2-7 5-7s5 3 5 7M13 14c1-1 2-1 3-1 3 0 5 3 5 7',
  chemicals: 'M9 3h6M10 3v6l-6 10a1.5 1.5 0 0 0 1.4 2h13.2a1.5 1.5 0 0 0 1.4-2L14 9V3M7 15h10',
  special_equipment: 'M5 3h14v18H5zM12 3v18M8 9l1-2 1 2M14 15l1 2 1-2',
  confined_space: 'M3 8h18M6 8v11h12V8M9 8V5h6v3M12 12v4',
  other: 'M6 12h.01M12 12h.01M18 12h.01',
};

export const CategoryIcon = ({ category }: { readonly category: PhoneCategory }) => (
  <svg className="category-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[category]} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
