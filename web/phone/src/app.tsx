import { useCallback, useEffect, useState } from "react";
import { NewCustomer } from "./new-customer.tsx";
import { Phone } from "./phone.tsx";
import { type BusinessNumber, type Customer, follow, simulator } from "./simulator.ts";
import { words } from "./words.ts";

/** Whose phones are open is in the address, so that a reload opens them again. */
const fromAddress = (): readonly string[] | undefined =>
  location.hash === "" ? undefined : decodeURIComponent(location.hash.slice(1)).split(",").filter(Boolean);

/** The whole page: people above, their phones side by side below. */
export function App() {
  const [numbers, setNumbers] = useState<readonly BusinessNumber[]>();
  const [people, setPeople] = useState<readonly Customer[]>([]);
  const [chosen, setChosen] = useState(fromAddress);
  const [isLost, setLost] = useState(false);
  /** Counts what happened, to everybody and to each one. */
  const [news, setNews] = useState<Readonly<Record<string, number>>>({});

  const refresh = useCallback(async () => {
    try {
      const [known, all] = await Promise.all([simulator.numbers(), simulator.customers()]);
      setNumbers(known);
      setPeople(all);
    } catch {
      setLost(true);
    }
  }, []);

  useEffect(() => {
    void refresh();
    return follow(
      (id = "") => {
        setNews((old) => ({ ...old, [id]: (old[id] ?? 0) + 1 }));
        if (id === "") void refresh();
      },
      (there) => setLost(!there),
    );
  }, [refresh]);

  /** Until somebody chooses, the first phone is open. */
  const open = chosen ?? people.slice(0, 1).map(({ id }) => id);
  const show = (ids: readonly string[]): void => {
    setChosen(ids);
    history.replaceState(null, "", `#${ids.map(encodeURIComponent).join(",")}`);
  };
  const [number] = numbers ?? [];
  const shown = open.flatMap((id) => people.filter((person) => person.id === id));
  return (
    <>
      <header className="page-head">
        <div>
          <h1>{words.title}</h1>
          <p>{words.about}</p>
        </div>
        <nav aria-label={words.title}>
          {people.map(({ id, name }) => (
            <button
              key={id}
              type="button"
              className="chip"
              aria-pressed={open.includes(id)}
              onClick={() => show(open.includes(id) ? open.filter((one) => one !== id) : [...open, id])}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      {isLost && (
        <p className="lost" role="alert">
          {words.lost}
        </p>
      )}
      <main>
        {numbers?.length === 0 && <p className="hint">{words.noNumber}</p>}
        {number !== undefined &&
          shown.map((person) => (
            <Phone
              key={person.id}
              person={person}
              numbers={numbers ?? []}
              news={(news[person.id] ?? 0) + (news[""] ?? 0)}
              onClose={() => show(open.filter((id) => id !== person.id))}
            />
          ))}
        {number !== undefined && (
          <NewCustomer
            known={people}
            onCreated={async ({ id }) => {
              await refresh();
              show([...open.filter((one) => one !== id), id]);
            }}
          />
        )}
      </main>
    </>
  );
}
