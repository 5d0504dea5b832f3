import { Button, Popover } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import { useUnread } from '../api/hazard-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useDuty } from '../live/duty.tsx';
import { useLink, useNow } from '../live/live.tsx';
import { AccountMenu } from './account-menu.tsx';
import { DeadLink } from './dead-link.tsx';
import { type Destination, Destinations } from './destinations.ts';
import { AlarmStrip, SoundBanner } from './duty-bar.tsx';
import { ErrorFence } from './error-fence.tsx';
import { clockTime } from './format.ts';
import { Help } from './help.tsx';
import { SignIcon } from './icons.tsx';
import { useNavigation } from './navigation.ts';
import { ShortcutProvider, useShortcuts } from './shortcuts.tsx';
import { Loading } from './states.tsx';

/** The second key of G + letter must follow within this time. */
const chordMs = 1_500;

export const LinkSign = () => {
  const words = useWords();
  const link = useLink();
  const now = useNow();
  return (
    <span className={`link-sign ${link.state}`} role="img" aria-label={words.link[link.state]}>
      <i aria-hidden="true" />
      <span aria-hidden="true">{link.state === 'live' ? clockTime(now) : words.link[link.state]}</span>
    </span>
  );
};

export const SoundButton = () => {
  const words = useWords();
  const duty = useDuty();
  if (!duty.on) return null;
  return (
    <Button className="head-button" onClick={duty.test} title={words.duty.on}>
      <SignIcon sign="sound" />
      {words.duty.test}
    </Button>
  );
};

/** On a phone the first four pages sit at the bottom; the rest hides behind "more". */
const onBottomBar = 4;
/** On a desk so many stand in one row. */
const onTopBar = 8;

/** How many messages wait; zero is not worth a sign. */
const Unread = () => {
  const words = useWords();
  const count = useUnread(true).data?.count ?? 0;
  return count === 0 ? null : (
    <b className="unread" role="img" aria-label={words.inbox.unread(count)}>
      {count}
    </b>
  );
};

const Entry = ({ page }: { readonly page: Destination }) => {
  const words = useWords();
  return (
    <NavLink to={page.to} end={page.to === '/'}>
      <SignIcon sign={page.name as Parameters<typeof SignIcon>[0]['sign']} />
      <span>{words.nav[page.name]}</span>
      {page.name === 'inbox' ? <Unread /> : null}
    </NavLink>
  );
};

const Navigation = () => {
  const words = useWords();
  const pages = useNavigation().filter(({ under }) => under === undefined);
  const [open, setOpen] = useState(false);
  const location = useLocation();
  useEffect(() => setOpen(false), [location.pathname]);
  return (
    <nav className="nav" aria-label={words.nav.label}>
      {pages.slice(0, onTopBar).map((page, index) => (
        <span key={page.to} className={index < onBottomBar ? 'nav-entry' : 'nav-entry wide-only'}>
          <Entry page={page} />
        </span>
      ))}
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="topRight"
        content={
          <div className="nav-more">
            {pages.slice(onBottomBar).map((page, index) => (
              <span key={page.to} className={index + onBottomBar < onTopBar ? 'narrow-only' : ''}>
                <Entry page={page} />
              </span>
            ))}
          </div>
        }
      >
        <button type="button" className={pages.length > onTopBar ? 'nav-entry' : 'nav-entry narrow-only'} aria-expanded={open}>
          <SignIcon sign="more" />
          <span>{words.nav.more}</span>
        </button>
      </Popover>
    </nav>
  );
};

const useGlobalKeys = (showHelp: () => void): void => {
  const navigate = useNavigate();
  const pages = useNavigation();
  const goAt = useRef(0);
  useShortcuts({
    '?': showHelp,
    g: () => {
      goAt.current = Date.now();
    },
    '/': () => document.querySelector<HTMLElement>('[data-search] input, input[data-search]')?.focus(),
  });
  useEffect(() => {
    // Before the page's own keys: after G a letter means a page, not an action.
    const chord = (event: KeyboardEvent): void => {
      if (Date.now() - goAt.current > chordMs) return;
      const page = pages.find(({ key }) => key === event.key.toLowerCase());
      goAt.current = 0;
      if (page === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void navigate(page.to);
    };
    addEventListener('keydown', chord, { capture: true });
    return () => removeEventListener('keydown', chord, { capture: true });
  }, [navigate, pages]);
};

const Frame = () => {
  const words = useWords();
  const session = useSession();
  const [help, setHelp] = useState(false);
  const location = useLocation();
  const pages = useNavigation();
  useGlobalKeys(() => setHelp(true));
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <DeadLink />
      <header className="head">
        <span className="brand">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <b>{words.brand}</b>
          <span className="wide-only">{session.org.name}</span>
          {session.demo ? <em>{words.prefs.demo}</em> : null}
        </span>
        <Navigation />
        <span className="head-tools">
          <LinkSign />
          <SoundButton />
          <Button
            type="text"
            className="head-button wide-only"
            aria-label={words.keys.title}
            title={words.keys.title}
            onClick={() => setHelp(true)}
          >
            <SignIcon sign="keyboard" />
          </Button>
          <AccountMenu />
        </span>
      </header>
      <SoundBanner />
      {location.pathname === '/' ? null : <AlarmStrip />}
      <main id="main" className="main" tabIndex={-1}>
        <ErrorFence key={location.pathname}>
          <Suspense fallback={<Loading />}>
            <Destinations.Provider value={pages}>
              <Outlet />
            </Destinations.Provider>
          </Suspense>
        </ErrorFence>
      </main>
      <Help open={help} close={() => setHelp(false)} />
    </div>
  );
};

export const Shell = () => (
  <ShortcutProvider>
    <Frame />
  </ShortcutProvider>
);
