/** Where a page comes from, of whatever address of it was given: `loja.example/ofertas` is `https://loja.example`. */
export function originOf(address: string): string {
  const text = address.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (!URL.canParse(whole)) return text;
  const { origin } = new URL(whole);
  return origin === "null" ? text : origin;
}
