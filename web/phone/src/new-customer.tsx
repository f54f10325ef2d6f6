import { type FormEvent, useState } from "react";
import { type Customer, simulator } from "./simulator.ts";
import { words } from "./words.ts";

const names = [
  "Lia Gonçalves",
  "Mateus Prado",
  "Dona Odete",
  "Rafael Teixeira",
  "Iara Fontes",
  "Pedro Sá",
] as const;

/** A name and a number nobody has yet. */
function suggestion(known: readonly Customer[]): { readonly name: string; readonly waId: string } {
  const taken = new Set(known.map(({ waId }) => waId));
  let next = 1;
  while (taken.has(`551199${String(next).padStart(7, "0")}`)) next += 1;
  const free = names.filter((name) => !known.some((person) => person.name === name));
  return { name: free[0] ?? `Cliente ${next}`, waId: `551199${String(next).padStart(7, "0")}` };
}

/** Asks for a name and a number, both suggested, and makes a customer of them. */
export function NewCustomer({
  known,
  onCreated,
}: {
  readonly known: readonly Customer[];
  readonly onCreated: (customer: Customer) => Promise<void>;
}) {
  const suggested = suggestion(known);
  const [typed, setTyped] = useState<{ readonly name?: string; readonly waId?: string }>({});
  const [error, setError] = useState<string>();
  const person = { ...suggested, ...typed };
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const customer = await simulator.create({ name: person.name.trim(), waId: person.waId });
      setTyped({});
      setError(undefined);
      await onCreated(customer);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <form className="new-customer" onSubmit={(event) => void create(event)}>
      <h2>{words.newCustomer}</h2>
      <label>
        {words.name}
        <input
          required
          maxLength={80}
          value={person.name}
          onChange={({ target }) => setTyped({ ...typed, name: target.value })}
        />
      </label>
      <label>
        {words.number}
        <input
          required
          inputMode="numeric"
          pattern="\d{8,15}"
          title={words.wrongNumber}
          value={person.waId}
          onChange={({ target }) => setTyped({ ...typed, waId: target.value })}
        />
      </label>
      {error !== undefined && <p role="alert">{error}</p>}
      <button type="submit">{words.create}</button>
    </form>
  );
}
