/**
 * Does the room hear the loudspeaker? A page cannot know the system's volume; a microphone can. Plays a short tone and
 * compares what the microphone hears of it with what it heard before. Only when somebody asks.
 */

/** A pitch that voices and fans have little of. */
const toneHz = 2_000;
const [listenMs, toneMs, settleMs] = [500, 1_200, 300] as const;
const loudness = 0.4;
/** As much louder at that pitch, in dB, is the tone and no chance. */
const heardFromDb = 12;

/** Middle one of the levels; a single clap decides nothing. */
const median = (levels: readonly number[]): number => [...levels].sort((a, b) => a - b)[Math.floor(levels.length / 2)] ?? -Infinity;

/** Levels at the tone's pitch in dB, before it and while it plays. */
export const isHeard = (before: readonly number[], during: readonly number[]): boolean =>
  before.length > 0 && during.length > 0 && median(during) - Math.max(median(before), -100) >= heardFromDb;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const levelsOf = async (analyser: AnalyserNode, ms: number): Promise<number[]> => {
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  const bin = Math.round((toneHz / analyser.context.sampleRate) * analyser.fftSize);
  const levels: number[] = [];
  for (const until = performance.now() + ms; performance.now() < until; await pause(50)) {
    analyser.getFloatFrequencyData(spectrum);
    levels.push(Math.max(...spectrum.subarray(bin - 1, bin + 2)));
  }
  return levels;
};

/** null = no microphone, or nobody allowed it: then nothing is known. */
export const loopBack = async (audio: AudioContext): Promise<boolean | null> => {
  let stream: MediaStream;
  try {
    // Echo cancellation would take away exactly what is to be heard.
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
  } catch {
    return null;
  }
  try {
    const analyser = audio.createAnalyser();
    analyser.fftSize = 4_096;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
    const before = await levelsOf(analyser, listenMs);
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = toneHz;
    gain.gain.value = loudness;
    tone.connect(gain).connect(audio.destination);
    tone.start();
    await pause(settleMs);
    const during = await levelsOf(analyser, toneMs - settleMs);
    tone.stop();
    return isHeard(before, during);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
};
