import { useSeats } from '../api/duty-queries.ts';
import { useWords } from '../i18n/language.tsx';
import { PlaceFrame } from '../parts/place-frame.tsx';
import { HandoverPanel } from '../parts/rota/handover-panel.tsx';
import { CheckPanel, LogPanel } from '../parts/rota/log-panel.tsx';
import { Failed, Loading } from '../parts/states.tsx';

const Shift = ({ place }: { readonly place: string }) => {
  const seats = useSeats(place);
  if (seats.isPending) return <Loading />;
  if (seats.data === undefined) return <Failed error={seats.error} retry={() => void seats.refetch()} />;
  return (
    <div className="detail-columns">
      <div>
        <HandoverPanel place={place} seats={seats.data} />
      </div>
      <div>
        <LogPanel place={place} />
        <CheckPanel place={place} seats={seats.data} />
      </div>
    </div>
  );
};

/** 交接班, 值班日志 and 查岗. */
export const HandoverPage = () => {
  const words = useWords();
  return (
    <PlaceFrame title={words.handover.title} of="duty" ownRoom>
      {(place) => <Shift key={place} place={place} />}
    </PlaceFrame>
  );
};
