import type { Happening } from "./happening.ts";

/** Notes of each sound, as frequency in hertz and beginning in seconds: a ticket rises, a message is one note, who waits for anybody a low one. */
const notes: Readonly<Record<Happening["kind"], readonly (readonly [number, number])[]>> = {
  ticket: [
    [587.33, 0],
    [880, 0.13],
  ],
  message: [[698.46, 0]],
  waiting: [[440, 0]],
};

/** How long a note rings, in seconds. */
const ring = 0.28;

/** How loud it begins: what is nobody's yet is softer. */
const loudness: Readonly<Record<Happening["kind"], number>> = { ticket: 0.14, message: 0.14, waiting: 0.07 };

let context: AudioContext | undefined;

/** Plays a short sound. In a tab in which nobody clicked or typed yet the browser keeps silent. */
export function playSound(kind: Happening["kind"]): void {
  context ??= new AudioContext();
  void context.resume();
  for (const [frequency, begin] of notes[kind])
    playNote(context, frequency, context.currentTime + begin, loudness[kind]);
}

/** A note that fades out, with a softer one an octave above. */
function playNote(audio: AudioContext, frequency: number, at: number, loud: number): void {
  for (const [pitch, part] of [
    [frequency, 1],
    [frequency * 2, 0.25],
  ] as const) {
    const oscillator = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(loud * part, at + 0.012);
    volume.gain.exponentialRampToValueAtTime(0.0005, at + ring);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + ring + 0.02);
  }
}
