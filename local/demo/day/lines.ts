/** What agents say. Customers know by it that it is their turn. */
export const answers = [
  "Oi! Claro, já vejo isso para você.",
  "Temos sim! Sai a R$ 42,00. Quer que eu separe?",
  "Separei. Prefere retirar na loja ou receber em casa?",
  "Anotado, chega na quinta. Muito obrigado!",
] as const;
export const lookingUp = "Vou verificar no estoque e já volto.";
export const backAgain = "Voltei! Temos sim, e já está separado.";
export const untilTomorrow = "Isso eu só consigo saber amanhã cedo. Escrevo assim que abrir.";

/** What customers say, line by line. */
export const questions = [
  "Oi! Vocês têm café em grãos para presente?",
  "Perfeito. E quanto sai?",
  "Pode separar, por favor!",
  "Em casa. Rua Áurea, 120.",
] as const;
export const impatience = "E aí, alguma novidade?";
export const mumble = "queria falar com alguém";
export const thanks = "Muito obrigada pela atenção!";

/** The line of this number, from 1; who says more repeats the last. */
export const lineOf = (lines: readonly string[], number: number): string =>
  lines[Math.min(number, lines.length) - 1] ?? "";
