/** Whom a desk without administrator gets as its first one. For play on one machine: everybody knows the password. */
export const firstAdministrator = {
  name: "Ana Beatriz Nunes",
  email: "ana@aurora.example",
  password: "Balcao2026",
} as const;

/** What people of the demo are invited with. */
export const temporaryPassword = "Temporaria1";
