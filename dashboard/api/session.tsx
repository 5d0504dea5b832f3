import { createContext, type ReactNode, useContext } from 'react';
import type { Session } from '../../services/contracts/http.ts';

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = ({ session, children }: { readonly session: Session; readonly children: ReactNode }) => (
  <SessionContext value={session}>{children}</SessionContext>
);

/** The signed-in person; only pages behind the sign-in may ask. */
export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('asked for the session outside the sign-in');
  return session;
};

/** People placed above a school watch several schools. */
export const watchesMany = (session: Session): boolean => session.org.kind !== 'school';
