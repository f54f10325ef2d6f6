import { keep, readKept } from "../../../lib/kept.ts";
import type { AgentId } from "../../../../../shared/contracts/ids.ts";

/** How many stand in a line. */
export const columns = 8;

const list = (text: string): readonly string[] => text.split(" ");

/** The emoji that are offered: those that fit conversations with customers. What else a keyboard has can be typed. */
export const emojiGroups = [
  {
    name: "faces",
    emoji: list(
      "😀 😃 😄 😁 😆 😅 😂 🤣 🙂 😉 😊 😇 🥰 😍 🤩 😘 😋 😜 🤗 🤭 🤔 🤨 😐 😏 🙄 😬 😌 😴 😷 🤒 🥳 😎 🤓 😕 🙁 😮 😲 🥺 😢 😭 😱 😓 😤 😡",
    ),
  },
  {
    name: "gestures",
    emoji: list("👍 👎 👌 ✌️ 🤞 🤟 👋 🙌 👏 🙏 🤝 💪 👀 👉 👈 👇 ☝️ ✋ 🤷 🤦 🙋 💁 🙅 🙆"),
  },
  {
    name: "hearts",
    emoji: list("❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💕 💖 ✨ ⭐ 🌟 🔥 💯 🎉 🎊 🎁 🏆 🎂 🌹 🌷 ☀️"),
  },
  {
    name: "work",
    emoji: list(
      "📦 🚚 🛵 ✈️ 🏠 🏢 🏪 📍 🗺️ ⏰ ⏳ 📅 📞 📱 💻 🖨️ 📧 📎 📄 📝 🧾 💳 💰 💵 🛒 🛍️ 🏷️ 🔑 🔒 🔧 💡 🔔",
    ),
  },
  {
    name: "signs",
    emoji: list("✅ ☑️ ✔️ ❌ ⚠️ 🚫 ❗ ❓ ℹ️ ➡️ ⬅️ ⬆️ ⬇️ 🔄 🆗 🆕 1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 🔴 🟡 🟢"),
  },
] as const;

const name = "emoji";

/** As many as are remembered: two lines. */
const remembered = 2 * columns;

/** The emoji that the person used last in this tab, the latest first. */
export const recentEmoji = (agentId: AgentId): readonly string[] =>
  readKept(agentId, name)
    .split(" ")
    .filter((it) => it !== "");

/** Remembers that an emoji was used. */
export const usedEmoji = (agentId: AgentId, emoji: string): void =>
  keep(
    agentId,
    name,
    [emoji, ...recentEmoji(agentId).filter((it) => it !== emoji)].slice(0, remembered).join(" "),
  );
