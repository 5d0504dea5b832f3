import { Button } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useReportCode } from '../api/office-queries.ts';
import { pathOf, useSchoolName, useSpaces } from '../api/places.ts';
import { useWords } from '../i18n/language.tsx';
import { drawingOf } from '../parts/org-model.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/title.ts';

/** A card of A6 for the wall: the code by which everybody reports a hazard at this place. */
export const ReportCodePage = () => {
  const words = useWords();
  const { school = '' } = useParams();
  const space = useSearchParams()[0].get('space') ?? undefined;
  const query = useReportCode(school, space);
  const schoolName = useSchoolName(school);
  const place = pathOf(useSpaces(school), space ?? null).map(({ name }) => name);
  useTitle(words.organisation.code);
  if (query.isPending) return <Loading />;
  const drawing = query.data === undefined ? null : drawingOf(query.data.svg);
  if (query.data === undefined || drawing === null)
    return <Failed error={query.error} retry={() => void query.refetch()} gone={words.errors.notFound} />;
  return (
    <main className="code-page">
      <p className="buttons code-tools">
        <Button type="primary" size="large" onClick={() => print()}>
          {words.organisation.print}
        </Button>
        <Link className="button-link" to={`/organisation?org=${encodeURIComponent(school)}`}>
          {words.organisation.title}
        </Link>
      </p>
      <article className="code-card" lang="zh-CN">
        <h1>{words.organisation.scan}</h1>
        <p>{[schoolName, ...place].join(' / ')}</p>
        <svg viewBox={drawing.viewBox} shapeRendering="crispEdges" role="img" aria-label={words.organisation.code}>
          <path d={drawing.path} stroke="#000000" />
        </svg>
        <p>{words.organisation.scanHint}</p>
        <p lang="en">{words.organisation.scanOther}</p>
      </article>
    </main>
  );
};
