import { useContext } from 'react';
import { NavLink } from 'react-router';
import { useWords } from '../i18n/language.tsx';
import { Destinations } from './destinations.ts';

/** The pages about hazards, side by side. */
export const HazardTabs = () => {
  const words = useWords();
  const pages = useContext(Destinations).filter(({ name, under }) => name === 'hazards' || under === 'hazards');
  return (
    <nav className="tabs" aria-label={words.hazards.sections}>
      {pages.map(({ name, to }) => (
        <NavLink key={to} to={to} end>
          {name === 'hazards' ? words.hazards.board : words.nav[name]}
        </NavLink>
      ))}
    </nav>
  );
};
