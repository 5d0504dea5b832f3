import { useContext } from 'react';
import { NavLink } from 'react-router';
import { useWords } from '../i18n/language.tsx';
import { Destinations } from './destinations.ts';

/** The pages of one entry of the navigation, side by side. */
export const SectionTabs = ({ of }: { readonly of: 'duty' | 'readiness' }) => {
  const words = useWords();
  const pages = useContext(Destinations).filter(({ name, under }) => name === of || under === of);
  const first = of === 'duty' ? words.rota.tab : words.readiness.title;
  return (
    <nav className="tabs" aria-label={of === 'duty' ? words.rota.sections : words.readiness.sections}>
      {pages.map(({ name, to }) => (
        <NavLink key={to} to={to} end>
          {name === of ? first : words.nav[name]}
        </NavLink>
      ))}
    </nav>
  );
};
