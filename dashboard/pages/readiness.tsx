import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { useFilters } from '../parts/filters.tsx';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { ChannelPanel } from '../parts/prepare/channel-panel.tsx';
import { CheckPanel } from '../parts/prepare/check-panel.tsx';
import { PlanPanel } from '../parts/prepare/plan-panel.tsx';
import { ResponderPanel } from '../parts/prepare/responder-panel.tsx';
import { SupplyPanel } from '../parts/prepare/supply-panel.tsx';
import { TeamPanel } from '../parts/prepare/team-panel.tsx';

const panels = {
  checks: CheckPanel,
  plans: PlanPanel,
  supplies: SupplyPanel,
  teams: TeamPanel,
  responders: ResponderPanel,
  channels: ChannelPanel,
} satisfies Record<string, (props: { readonly school: string }) => ReactNode>;
type Part = keyof typeof panels;
const parts = Object.keys(panels) as Part[];

/** Not everybody may see how others are reached. */
const needed: Readonly<Partial<Record<Part, string>>> = { responders: 'responder.read', channels: 'notice.read' };

const Prepared = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const { permissions } = useSession();
  const { filters } = useFilters(['part']);
  const shown = parts.filter((part) => needed[part] === undefined || permissions.includes(needed[part]));
  const part = shown.find((one) => one === filters['part']) ?? 'checks';
  const Panel = panels[part];
  return (
    <>
      <nav className="part-links" aria-label={words.readiness.parts}>
        {shown.map((one) => (
          <Link
            key={one}
            to={`/readiness?school=${encodeURIComponent(school)}&part=${one}`}
            aria-current={one === part ? 'page' : undefined}
            replace
          >
            {words.readiness[one]}
          </Link>
        ))}
      </nav>
      <Panel key={school} school={school} />
    </>
  );
};

/** 应急准备: is the school ready, and all it prepares itself with. */
export const ReadinessPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.readiness.title} of="readiness">
      {(school) => <Prepared school={school} />}
    </PlaceFrame>
  );
};
