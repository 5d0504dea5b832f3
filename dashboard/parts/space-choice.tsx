import { Select } from 'antd';
import { pathOf, type SpaceIndex } from '../api/places.ts';

interface Props {
  readonly label: string;
  /** What no place at all is called. */
  readonly none: string;
  readonly spaces: SpaceIndex;
  readonly value: string | undefined;
  readonly onChange: (space: string | undefined) => void;
}

/** A building, floor or room of one school, found by typing. */
export const SpaceChoice = ({ label, none, spaces, value, onChange }: Props) => (
  <label className="filter filter-space">
    <span>{label}</span>
    <Select
      size="large"
      aria-label={label}
      value={value ?? ''}
      onChange={(next) => onChange(next === '' ? undefined : next)}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={[
        { value: '', label: none },
        ...[...spaces.values()]
          .filter(({ kind }) => kind !== 'campus')
          .map(({ id }) => ({
            value: id,
            label: pathOf(spaces, id)
              .map(({ name }) => name)
              .join(' / '),
          }))
          .toSorted((a, b) => a.label.localeCompare(b.label, 'zh-CN', { numeric: true })),
      ]}
    />
  </label>
);
