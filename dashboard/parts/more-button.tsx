import { Button } from 'antd';
import { useWords } from '../i18n/language.tsx';

interface Props {
  readonly query: { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => Promise<unknown> };
}

/** The next page of a list; nothing where there is none. */
export const MoreButton = ({ query }: Props) => {
  const words = useWords();
  return query.hasNextPage ? (
    <Button size="large" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {words.common.more}
    </Button>
  ) : null;
};
