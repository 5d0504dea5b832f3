import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntdApp } from 'antd';
import { lazy, Suspense, useEffect } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { Refusal } from './api/problem.ts';
import { useSessionQuery } from './api/queries.ts';
import { SessionProvider } from './api/session.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { DutyProvider } from './live/duty.tsx';
import { LiveProvider } from './live/live.tsx';
import { rememberPerson } from './offline/person.ts';
import { Unreachable } from './offline/unreachable.tsx';
import { UpdateBar } from './offline/update-bar.tsx';
import { ErrorFence } from './parts/error-fence.tsx';
import { Shell } from './parts/shell.tsx';
import { Loading, NotFound } from './parts/states.tsx';
import { ThemeProvider } from './parts/theme.tsx';
import { routes } from './routes.ts';

/** A refusal will be the same the second time; only a lost line is worth trying again. */
const worthRetrying = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof Refusal && (error.status === 0 || error.status >= 500);

const client = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 10_000, retry: worthRetrying, refetchOnWindowFocus: false, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

const pages = routes.map((route) => ({ ...route, Page: lazy(async () => ({ default: await route.load() })) }));

const SignedIn = () => {
  const session = useSessionQuery();
  const location = useLocation();
  useEffect(() => {
    if (session.data) rememberPerson(session.data);
  }, [session.data]);
  if (session.isPending) return <Loading />;
  if (session.data === undefined) return <Unreachable error={session.error} retry={() => void session.refetch()} />;
  if (session.data === null) return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />;
  return (
    <SessionProvider session={session.data}>
      <LiveProvider>
        <DutyProvider>
          <Routes>
            {pages
              .filter((route) => route.frame === 'bare')
              .map(({ path, Page }) => (
                <Route key={path} path={path} element={<Page />} />
              ))}
            <Route element={<Shell />}>
              {pages
                .filter((route) => route.frame === 'shell')
                .map(({ path, Page }) => (
                  <Route key={path} path={path} element={<Page />} />
                ))}
              <Route path="*" element={<NotFound />} />
            </Route>
          </Routes>
        </DutyProvider>
      </LiveProvider>
    </SessionProvider>
  );
};

export const App = () => (
  <LanguageProvider>
    <ThemeProvider>
      <AntdApp component={false} message={{ duration: 4, maxCount: 3 }}>
        <UpdateBar />
        <ErrorFence>
          <QueryClientProvider client={client}>
            <BrowserRouter>
              <Suspense fallback={<Loading />}>
                <Routes>
                  {pages
                    .filter((route) => route.frame === 'door')
                    .map(({ path, Page }) => (
                      <Route key={path} path={path} element={<Page />} />
                    ))}
                  <Route path="*" element={<SignedIn />} />
                </Routes>
              </Suspense>
            </BrowserRouter>
          </QueryClientProvider>
        </ErrorFence>
      </AntdApp>
    </ThemeProvider>
  </LanguageProvider>
);
