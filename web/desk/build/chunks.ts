/**
 * What every page needs is one file: many small ones compress worse and wait for one another. The rest is split by page and by what
 * opens on demand.
 */
export const chunkGroups = [
  {
    name: "base",
    test: new RegExp(
      [
        "/node_modules/(react|react-dom|scheduler|i18next|react-i18next|html-parse-stringify|@tanstack/[a-z-]+|wouter|use-sync-external-store|clsx)/",
        "/@mantine/core/esm/core/",
        "/@mantine/core/esm/components/(Box|Button|UnstyledButton|ActionIcon|Avatar|Badge|Group|Loader|Portal|Stack|Text|Transition)/",
        "/web/desk/lib/(api|commands|desk|directory|i18n|presence|session|sockets|tickets|time|timeline)/(?!words/)",
        "/web/desk/lib/(store|ui/(states|tell|use-now|initials|later|at|use-opened|error-boundary))",
      ].join("|"),
    ),
  },
];
