import { useContext } from 'react';
import { NavLink } from 'react-router';
import { useWords } from '../i18n/language.tsx';
import { Destinations } from './destinations.ts';

/** The pages about who answers for what, side by side. */
export const OfficeTabs = () => {
  const words = useWords();
  const pages = useContext(Destinations).filter(({ name, under }) => name === 'organisation' || under === 'organisation');
  return (
    <nav className="tabs" aria-label={words.organisation.sections}>
      {pages.map(({ name, to }) => (
        <NavLink key={to} to={to} end>
          {name === 'organisation' ? words.organisation.tree : words.nav[name]}
        </NavLink>
      ))}
    </nav>
  );
};
