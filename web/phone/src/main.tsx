import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { locale, words } from "./words.ts";
import "./phone.css";

document.documentElement.lang = locale;
document.title = `Balcão: ${words.title}`;
const root = document.querySelector("#phones");
if (root === null) throw new Error("the page has no place for the phones");
createRoot(root).render(<App />);
