/** For worker threads: on a busy machine the broker's thread goes first. Plain JavaScript, as the threads are. */
import { constants, setPriority } from 'node:os';

export const giveWay = () => {
  // Elsewhere it would be the whole process that stands back.
  if (process.platform !== 'linux') return;
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Not allowed here: the thread works all the same, only not behind the others.
  }
};
