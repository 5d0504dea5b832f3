import { Link } from 'react-router';
import type { SchoolReadiness, Team } from '../../../services/contracts/response.ts';
import { useReadiness } from '../../api/prepare-queries.ts';
import { useWords } from '../../i18n/language.tsx';
import { type Words, wordFor } from '../../i18n/words.ts';
import { dayOf } from '../format.ts';
import { FaceIcon } from '../icons.tsx';
import { dayAndTime } from '../rota/times.ts';
import { Failed, Loading } from '../states.tsx';

type Check = SchoolReadiness['checks'][number];

/** Where a row is put right. */
const placeOf = (school: string): Readonly<Record<Check['check'], readonly [to: string, name: keyof Words['readiness']['goTo']]>> => {
  const at = `?school=${encodeURIComponent(school)}`;
  return {
    plan_in_force: [`/readiness${at}&part=plans`, 'plans'],
    plan_reviewed: [`/readiness${at}&part=plans`, 'plans'],
    drill_recent: [`/drills${at}`, 'drills'],
    rota_filled: [`/duty${at}`, 'duty'],
    two_on_shift: [`/duty${at}`, 'duty'],
    responders_verified: [`/readiness${at}&part=responders`, 'responders'],
    supplies_current: [`/readiness${at}&part=supplies`, 'supplies'],
    teams_named: [`/readiness${at}&part=teams`, 'teams'],
  };
};

const day = (at: string | undefined): string => dayOf(Number(at));

/** The facts of a row in a sentence. */
const factText = ({ check, facts }: Check, words: Words): string => {
  const say = words.readiness.facts;
  const fact = (name: string): string => facts[name] ?? '0';
  switch (check) {
    case 'plan_in_force':
      return facts['plan'] === undefined ? say.noPlan : say.plan(facts['plan'], fact('edition'));
    case 'plan_reviewed':
      return facts['dueAt'] === undefined ? (facts['plan'] === undefined ? say.noPlan : '') : say.review(day(facts['dueAt']));
    case 'drill_recent':
      return facts['lastAt'] === undefined ? say.noDrill(fact('days')) : say.lastDrill(day(facts['lastAt']), fact('days'));
    case 'rota_filled':
      return [
        fact('gaps') === '0' ? say.rotaFull(fact('days')) : say.rota(fact('days'), fact('gaps')),
        ...(facts['firstAt'] === undefined ? [] : [say.firstGap(dayAndTime(Number(facts['firstAt'])))]),
      ].join(words.common.list);
    case 'two_on_shift':
      return say.onShift(fact('onShift'), fact('needed'));
    case 'responders_verified':
      return say.responders(fact('responders'), fact('unverified'), fact('days'));
    case 'supplies_current':
      return say.supplies(fact('supplies'), fact('expired'));
    case 'teams_named':
      return facts['lacking'] === undefined
        ? say.teams
        : say.lacking(
            facts['lacking']
              .split(',')
              .map((kind) => wordFor(words.codes.teamKind, kind as Team['kind'], words.common.unknown))
              .join(words.common.list),
          );
  }
};

/** Is the school ready? Row by row, with what is lacking and the way to it. */
export const CheckPanel = ({ school }: { readonly school: string }) => {
  const words = useWords();
  const query = useReadiness(school);
  if (query.isPending) return <Loading />;
  if (query.data === undefined) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const { ready, checks } = query.data;
  const lacking = checks.filter(({ ok }) => !ok).length;
  return (
    <section className={ready ? 'panel gap-panel clear' : 'panel gap-panel'} aria-labelledby="readiness-checks">
      <h2 id="readiness-checks">{words.readiness.checks}</h2>
      <p className="gap-verdict" role="status">
        <FaceIcon face={ready ? 'normal' : 'warning'} />
        <b>{ready ? words.readiness.ready : words.readiness.notReady(lacking)}</b>
      </p>
      {ready ? <p>{words.readiness.readyHint}</p> : null}
      <ul className="plain-rows check-rows">
        {checks.map((check) => {
          const [to, name] = placeOf(school)[check.check];
          return (
            <li key={check.check}>
              <FaceIcon face={check.ok ? 'normal' : 'warning'} />
              <span>
                <b>{words.open.readiness[check.check]}</b>
                <small>
                  {check.ok ? words.readiness.yes : words.readiness.no}
                  {words.common.colon}
                  {factText(check, words)}
                </small>
              </span>
              <Link to={to}>{words.readiness.goTo[name]}</Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
