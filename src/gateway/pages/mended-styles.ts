/** Swagger UI as it comes has texts that are hard to read, in light and in dark, and tables wider than a phone. */
export const swaggerStyle = `
.swagger-ui .opblock-body { overflow-x: auto; }
@media (max-width: 40rem) {
  .swagger-ui .responses-table > thead, .swagger-ui .responses-table > tbody > tr > td.response-col_links, .swagger-ui table.headers thead { display: none; }
  .swagger-ui :is(.responses-table, .responses-table > tbody, .responses-table > tbody > tr, .responses-table > tbody > tr > td) { display: block; width: auto; max-width: none; }
  .swagger-ui :is(table.headers, table.headers tbody, table.headers tr, table.headers td) { display: block; width: auto; }
  .swagger-ui table.headers td:first-child { padding-top: 1em; }
}
html:not(.dark-mode) .swagger-ui .opblock .opblock-summary-method { color: #10151c; text-shadow: none; }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #0b6b3c; border-color: #0b6b3c; }
html:not(.dark-mode) .swagger-ui .btn.authorize span { color: inherit; }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #0b6b3c; }
html:not(.dark-mode) .swagger-ui .btn.execute { background: #1a64b8; border-color: #1a64b8; }
html:not(.dark-mode) .swagger-ui .btn.cancel { color: #b3261e; border-color: #b3261e; }
html:not(.dark-mode) .swagger-ui .required::after, html:not(.dark-mode) .swagger-ui .parameter__name.required span { color: #b3261e; }
html:not(.dark-mode) .swagger-ui a.link, html:not(.dark-mode) .swagger-ui .info a { color: #1257a8; }
html:not(.dark-mode) .swagger-ui .info .title small { background: #5b6472; }
html:not(.dark-mode) .swagger-ui .info .title small.version-stamp { background: #4a6a00; }
html:not(.dark-mode) .swagger-ui .parameter__in, html:not(.dark-mode) .swagger-ui .json-schema-2020-12-expand-deep-button { color: #565d68; }
html.dark-mode .swagger-ui :is(.examples-select__section-label, .example__section-header, table.headers td, table.headers th) { color: #e4e6e6; }
.swagger-ui :is(.highlight-code, .microlight) span[style*="rgb(211, 99, 99)"] { color: #ff9c9c !important; }
html.dark-mode .swagger-ui .opblock-section-header .btn.try-out__btn.cancel { color: #ff8a8a; border-color: #ff8a8a; }
`;

/**
 * GraphiQL puts query and answer side by side whatever the width: on a phone 22 pixels were left for the answer. Its
 * name, its lines' numbers, numbers in an answer and comments are hard to read.
 */
export const graphiqlStyle = `
body .graphiql-container .monaco-editor .line-numbers { color: #5b6472; }
body.graphiql-dark .graphiql-container .monaco-editor .line-numbers { color: #a9b1bd; }
@media (prefers-color-scheme: dark) { body:not(.graphiql-light) .graphiql-container .monaco-editor .line-numbers { color: #a9b1bd; } }
body .graphiql-container .monaco-editor.vs .mtk8 { color: #06663f; }
body .graphiql-container .monaco-editor.vs-dark .mtk8 { color: #86b573; }
body .graphiql-container .graphiql-logo * { opacity: 1; color: #56607a; }
body.graphiql-dark .graphiql-container .graphiql-logo * { color: #b7bfcd; }
@media (prefers-color-scheme: dark) { body:not(.graphiql-light) .graphiql-container .graphiql-logo * { color: #b7bfcd; } }
@media (max-width: 40rem) {
  body .graphiql-container .graphiql-sidebar { padding: 0; width: 44px; }
  body .graphiql-container .graphiql-sessions { margin: 0; border-radius: 0; }
  body .graphiql-container .graphiql-sessions > :last-child { flex-direction: column; min-height: 0; }
  body .graphiql-container .graphiql-sessions > :last-child > div { min-height: 0; width: 100%; }
  body .graphiql-container .graphiql-horizontal-drag-bar { display: none; }
}
`;
