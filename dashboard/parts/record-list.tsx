import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Page } from '../api/queries.ts';
import { useWords } from '../i18n/language.tsx';
import { useShortcuts } from './shortcuts.tsx';
import { Empty, Failed, Loading } from './states.tsx';

/** The parts of react-query's infinite query that a list needs. */
interface Pages<T> {
  readonly data: { readonly pages: readonly Page<T>[] } | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
  readonly refetch: () => Promise<unknown>;
}

export interface Row {
  readonly key: string;
  readonly to: string | null;
  readonly cells: readonly ReactNode[];
}

interface Props<T> {
  readonly query: Pages<T>;
  readonly columns: readonly string[];
  /** Names the grid in styles/pages.css. */
  readonly layout: string;
  readonly label: string;
  readonly empty: string;
  readonly row: (item: T) => Row;
}

const step = (by: 1 | -1): void => {
  const rows = [...document.querySelectorAll<HTMLElement>('a.record')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
};

/** A list of records, page after page: a grid on a desk, cards on a phone; rows out of view cost nothing (content-visibility). */
export const RecordList = <T,>({ query, columns, layout, label, empty, row }: Props<T>) => {
  const words = useWords();
  const down = (): void => step(1);
  const up = (): void => step(-1);
  useShortcuts({ j: down, ArrowDown: down, k: up, ArrowUp: up });
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty>{empty}</Empty>;
  const cellsOf = (cells: readonly ReactNode[]): ReactNode =>
    cells.map((cell, index) => (
      <span key={columns[index]} className="cell" data-label={columns[index]}>
        {cell}
      </span>
    ));
  return (
    <div className={`records records-${layout}`}>
      <div className="record-head" aria-hidden="true">
        {columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <ul aria-label={label}>
        {items.map((item) => {
          const { key, to, cells } = row(item);
          return (
            <li key={key}>
              {to === null ? (
                <div className="record">{cellsOf(cells)}</div>
              ) : (
                <Link className="record" to={to}>
                  {cellsOf(cells)}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
      <p className="record-foot">
        <span>{words.common.loaded(items.length)}</span>
        {query.hasNextPage ? (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {words.common.more}
          </Button>
        ) : null}
      </p>
    </div>
  );
};
