/** Duty console: does this screen count as attended, and why not; audible presence checks. Keys as in zh-console.ts. */
import type { Widen } from './words.ts';
import type { zhConsole, zhConsoleActs } from './zh-console.ts';

export const enConsole: Widen<typeof zhConsole> = {
  console: {
    label: 'Duty console',
    chooseTitle: 'Start duty',
    choose: 'Which seat is this screen the console of?',
    chooseHint:
      'Every few seconds the system checks that this screen can be seen and heard. If the page is closed or muted, the network fails or the computer sleeps, alarms go to telephones within 30 seconds.',
    noConsole: 'Sound only, not a duty console',
    attended: (seat) => `${seat}: this screen is on duty`,
    waiting: (seat) => `${seat}: checking this screen`,
    notAttended: 'This screen does not count as attended now',
    notAttendedHint: 'Alarms go to telephones instead.',
    refused: 'Duty cannot be started on this seat',
    lost: 'The console is recorded as lost',
    mute: 'Mute',
    unmute: 'Unmute',
    sound: 'Switch sound on',
    end: 'End duty',
    again: 'Start duty again',
    listen: 'Sound self-test',
    listenHint: 'Plays a short tone and listens by the microphone whether it was really heard.',
    listening: 'Listening…',
    heard: 'The microphone heard the tone',
    notHeard: 'The microphone did not hear the tone: check loudspeaker, volume and plug, then test again',
    noMicrophone: 'No microphone can be used for the test',
    listenAgain: 'Test again',
    skipListen: 'Without microphone',
    check: 'Presence check',
    checkAsk: 'Please answer to show that somebody is in the duty room.',
    checkAudibleAsk: 'Listen: how many beeps?',
    checkAnswer: 'I am here',
    checkPlay: 'Play again',
    checkCount: (n) => String(n),
    checkWrong: 'No. Please listen again.',
    checkNoSound: 'The beeps cannot be heard: switch the sound on first.',
    checkLeft: (left) => `${left} left`,
    checkMissed: 'The time to answer is over: answer now',
  },
};

export const enConsoleActs: Widen<typeof zhConsoleActs> = {
  'console.begun': 'Duty started',
  'console.lost': 'Duty console lost',
  'console.back': 'Duty console back',
  'console.off': 'Duty console off',
  'console.slow': 'Alarm shown late',
};
