/** 查岗, as the console of a seat answers it. */
import { useMutation } from '@tanstack/react-query';
import type { DutyCheck } from '../../services/contracts/rota.ts';
import { request } from './request.ts';

/** The board's own list takes it away: nothing is asked again. */
export const useAnswerDutyCheck = () =>
  useMutation({
    mutationFn: (check: string) => request<DutyCheck>(`/duty-checks/${encodeURIComponent(check)}/answer`, { method: 'POST', body: {} }),
  });
