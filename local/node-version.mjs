// Loaded before anything else, and by any Node: an older one could not even say what is wrong with the rest.
const needed = 24;
const found = Number(process.versions.node.split(".")[0]);

if (found < needed) {
  console.error(
    [
      `Balcão needs Node ${needed} or newer, and this is ${process.version}.`,
      "On Linux `npm ci` brings one along: use the npm scripts (npm start, npm run demo).",
      "Elsewhere install it from https://nodejs.org and run the same script again.",
    ].join("\n"),
  );
  process.exit(1);
}
