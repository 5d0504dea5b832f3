import { useSeats } from '../api/duty-queries.ts';
import { useLeaves } from '../api/rota-queries.ts';
import { useSession } from '../api/session.tsx';
import { useWords } from '../i18n/language.tsx';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { LeavePanel } from '../parts/rota/leave-panel.tsx';
import { MonthPanel } from '../parts/rota/month-panel.tsx';
import { GapPanel, NowPanel } from '../parts/rota/now-panel.tsx';
import { SeatPanel } from '../parts/rota/seat-panel.tsx';
import { Failed, Loading } from '../parts/states.tsx';

const Rota = ({ place }: { readonly place: string }) => {
  const { permissions } = useSession();
  const seats = useSeats(place);
  const leaves = useLeaves(place).data ?? [];
  const mayManage = permissions.includes('rota.manage');
  if (seats.isPending) return <Loading />;
  if (seats.data === undefined) return <Failed error={seats.error} retry={() => void seats.refetch()} />;
  return (
    <>
      <div className="halves">
        <NowPanel place={place} />
        <GapPanel place={place} seats={seats.data} />
      </div>
      <MonthPanel place={place} seats={seats.data} leaves={leaves} mayManage={mayManage} />
      <div className="halves">
        <LeavePanel place={place} leaves={leaves} mayManage={mayManage} />
        <SeatPanel place={place} seats={seats.data} mayManage={mayManage} />
      </div>
    </>
  );
};

/** 值班: who is on which seat, what is wrong with the coming month, and the rota itself. */
export const DutyPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.rota.title} of="duty" ownRoom>
      {(place) => <Rota key={place} place={place} />}
    </PlaceFrame>
  );
};
