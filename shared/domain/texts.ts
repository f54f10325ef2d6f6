import type { Locale } from "../contracts/values.ts";

/** What the desk itself tells contacts where the business wrote no text of its own. */
export interface Texts {
  /** The line is full; the contact's message was kept, and somebody may attend to it by hand. */
  readonly queueFull: string;
  /** What opens a list of choices: 20 characters at most. */
  readonly choose: string;
  /** The contact rated the attendance. */
  readonly surveyThanks: string;
  /** The place in line, from 1. */
  position(place: number): string;
}

/** The texts by the language of the business. */
export const texts: Readonly<Record<Locale, Texts>> = {
  "pt-BR": {
    queueFull: "Nossa fila de espera está cheia neste momento. Sua mensagem foi recebida e ficou guardada.",
    choose: "Ver opções",
    surveyThanks: "Obrigado pela sua avaliação!",
    position: (place) => `Sua posição na fila: ${place}.`,
  },
  en: {
    queueFull: "Our waiting line is full at the moment. Your message has arrived and has been kept.",
    choose: "See options",
    surveyThanks: "Thank you for your rating!",
    position: (place) => `Your place in line: ${place}.`,
  },
  es: {
    queueFull: "Nuestra fila de espera está llena en este momento. Recibimos su mensaje y quedó guardado.",
    choose: "Ver opciones",
    surveyThanks: "¡Gracias por su calificación!",
    position: (place) => `Su lugar en la fila: ${place}.`,
  },
};
