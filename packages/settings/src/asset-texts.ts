// Written by `npm run assets` from assets/. Do not edit.

/** The style sheets in `assets`, served as one file. */
export const style: string = `:root {
  color-scheme: light dark;
  --postern-font: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --postern-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
  --postern-background: light-dark(#ffffff, #101013);
  --postern-surface: light-dark(#fafafa, #151519);
  --postern-card: light-dark(#ffffff, #18181c);
  --postern-text: light-dark(#18181b, #ececf1);
  --postern-muted: light-dark(#62626d, #a0a0ad);
  --postern-line: light-dark(#e6e6ea, #2a2a31);
  /* The border of a button, which its words identify. */
  --postern-edge: light-dark(#d4d4da, #3f3f49);
  /* The border of a field: 3:1 against the background. */
  --postern-control: light-dark(#8e8e99, #6b6b78);
  --postern-accent: light-dark(#3b5bdb, #7f99ff);
  --postern-on-accent: light-dark(#ffffff, #0b0d17);
  --postern-accent-soft: light-dark(#eef2ff, #1d2440);
  --postern-good: light-dark(#0f6f43, #4cc38a);
  --postern-good-soft: light-dark(#e7f6ee, #12291f);
  --postern-caution: light-dark(#7d5100, #e0a83b);
  --postern-warning: light-dark(#fdf3dc, #2c230f);
  --postern-danger: light-dark(#b42318, #ff8077);
  --postern-on-danger: light-dark(#ffffff, #17090a);
  --postern-danger-soft: light-dark(#fdecea, #331614);
  --postern-shadow: light-dark(rgb(0 0 0 / 14%), rgb(0 0 0 / 60%));
  --postern-radius: 0.5rem;
}

* {
  box-sizing: border-box;
}

body {
  margin: 0;
  background: var(--postern-background);
  color: var(--postern-text);
  font: 0.875rem / 1.5 var(--postern-font);
  overflow-wrap: break-word;
}

h1,
h2,
h3,
p,
dl,
dd {
  margin: 0;
}

/* Longer lines are hard to read. */
p,
.steps {
  max-inline-size: 40rem;
  text-wrap: pretty;
}

h1 {
  font-size: 1.375rem;
  line-height: 1.25;
  letter-spacing: -0.01em;
  overflow-wrap: anywhere;
}

h2 {
  font-size: 0.9375rem;
}

ul,
ol {
  margin: 0;
  padding: 0;
  list-style: none;
}

a {
  color: var(--postern-accent);
}

code,
.token {
  font-family: var(--postern-mono);
  font-size: 0.75rem;
}

.muted {
  color: var(--postern-muted);
}

.caution {
  color: var(--postern-caution);
}

time {
  white-space: nowrap;
}

:focus-visible {
  outline: 2px solid var(--postern-accent);
  outline-offset: 2px;
}

main:focus,
h1:focus {
  outline: none;
}

/* Wins over every way to lay an element out: a button that only works with the script would show without it. */
[hidden] {
  /* biome-ignore lint/complexity/noImportantStyles: nothing may show what is hidden */
  display: none !important;
}

.skip:not(:focus),
.hidden {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.skip:focus {
  position: absolute;
  z-index: 1;
  padding: 0.5rem 1rem;
  background: var(--postern-background);
}

/* Numbers to look at first, as links to what they count. */
.numbers {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(9rem, 100%), 1fr));
  gap: 0.75rem;
  margin-bottom: 1.25rem;
}

.numbers a {
  display: block;
  height: 100%;
  padding: 0.75rem 1rem;
  border: 1px solid var(--postern-line);
  border-radius: 0.75rem;
  background: var(--postern-card);
  color: inherit;
  font-size: 0.8125rem;
  text-decoration: none;
}

.numbers a:hover {
  border-color: var(--postern-control);
}

.numbers a[aria-current] {
  border-color: var(--postern-accent);
  background: var(--postern-accent-soft);
}

.numbers b {
  display: block;
  font-size: 1.375rem;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
  line-height: 1.25;
}

.filters {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  align-items: center;
  margin-bottom: 0.75rem;
}

.filters > details[open] {
  flex-basis: 100%;
}

.filters summary {
  list-style: none;
}

.filters summary::-webkit-details-marker {
  display: none;
}

.filters form {
  max-width: none;
  margin-top: 0.5rem;
  padding: 1rem;
}

.filter-fields {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(13rem, 100%), 1fr));
  gap: 1rem;
  margin-bottom: 0.5rem;
}

.chips {
  display: flex;
  flex-wrap: wrap;
  gap: 0.375rem;
}

.chips .chip {
  min-height: 1.5rem;
  margin: 0;
  padding: 0.125rem 0.5rem;
  color: inherit;
  font-family: inherit;
  text-decoration: none;
}

.chips .chip:hover {
  border-color: var(--postern-control);
}

a.name {
  color: inherit;
  text-decoration: none;
}

a.creator {
  color: var(--postern-muted);
  font-size: 0.8125rem;
  text-decoration: none;
}

a.name:hover,
a.creator:hover {
  text-decoration: underline;
}

.exports {
  display: flex;
  flex-wrap: wrap;
  gap: 0.25rem 0.75rem;
}

.after {
  margin-top: 0.75rem;
}

/* How far away an instant is, and which: each stays on its line. */
time.both {
  white-space: normal;
}

time.both > span {
  display: inline-block;
}

.offer {
  max-width: 44rem;
  padding: 0.25rem 1.25rem 1.25rem;
}

.facts .warning {
  margin: 0.25rem 0;
}

/* The warning, and exact times, need the whole width. */
@media (max-width: 30rem) {
  .offer .facts {
    grid-template-columns: minmax(0, 1fr);
    row-gap: 0;
  }

  .offer .facts dd {
    margin-bottom: 0.5rem;
  }
}

.part {
  margin-top: 2rem;
}

.part > h2 {
  margin-bottom: 0.25rem;
}

.part > .card {
  margin-top: 0.75rem;
}

/* A field and its button on one line. */
.inline {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  align-items: end;
  margin-top: 0.75rem;
}

.inline > div {
  flex: 1 1 14rem;
  max-width: 20rem;
}

.steps {
  padding-inline-start: 1.25rem;
  list-style: decimal;
}

.steps li + li {
  margin-top: 0.375rem;
}

@media (forced-colors: active) {
  .numbers a[aria-current] {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}

@media print {
  .filters details {
    display: none;
  }
}

body:has(> .side) {
  display: grid;
  grid-template-columns: 14.5rem minmax(0, 1fr);
  min-height: 100vh;
}

.crumbs {
  margin-bottom: 0.5rem;
  color: var(--postern-muted);
  font-size: 0.8125rem;
}

.crumbs ol {
  display: flex;
  flex-wrap: wrap;
}

.crumbs li {
  min-width: 0;
  max-width: 100%;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.crumbs li + li::before {
  padding: 0 0.375rem;
  content: "›" / "";
}

.crumbs a {
  color: inherit;
  text-decoration: none;
}

.crumbs a:hover {
  text-decoration: underline;
}

.side {
  display: flex;
  flex-direction: column;
  gap: 1.25rem;
  padding: 1rem 0.75rem;
  border-inline-end: 1px solid var(--postern-line);
  background: var(--postern-surface);
}

.brand {
  display: flex;
  gap: 0.5rem;
  align-items: center;
  padding: 0.25rem 0.5rem;
  color: inherit;
  font-weight: 600;
  text-decoration: none;
  overflow-wrap: anywhere;
}

.brand::before {
  flex: none;
  width: 1.25rem;
  height: 1.25rem;
  border-radius: 0.3125rem;
  background: var(--postern-accent);
  content: "";
}

.side h2 {
  margin: 0 0.5rem 0.25rem;
  color: var(--postern-muted);
  font-size: 0.75rem;
  font-weight: 500;
}

.side-groups {
  display: grid;
  gap: 1.25rem;
}

.side li a {
  display: block;
  padding: 0.375rem 0.5rem;
  border-radius: 0.375rem;
  color: inherit;
  text-decoration: none;
  overflow-wrap: anywhere;
}

.side li a:hover {
  background: color-mix(in srgb, var(--postern-accent-soft) 55%, transparent);
}

.side li a[aria-current] {
  background: var(--postern-accent-soft);
  color: var(--postern-accent);
  font-weight: 500;
}

.side > details > summary {
  padding: 0.375rem 0.75rem;
  border: 1px solid var(--postern-edge);
  border-radius: var(--postern-radius);
  font-weight: 500;
  cursor: pointer;
}

/* On a wide screen, the navigation is open without anyone opening it. */
@media (min-width: 56.3125rem) {
  @supports selector(::details-content) {
    .side > details > summary {
      display: none;
    }

    .side > details::details-content {
      block-size: auto;
      content-visibility: visible;
    }
  }
}

.person {
  display: flex;
  gap: 0.625rem;
  align-items: center;
  min-width: 0;
  overflow-wrap: anywhere;
}

.side > .person {
  margin-top: auto;
  padding: 0.5rem;
}

.side > .person a {
  margin-inline-start: auto;
  padding: 0.25rem;
  color: var(--postern-muted);
  font-size: 0.8125rem;
  text-decoration: none;
  white-space: nowrap;
}

.side > .person a:hover {
  color: inherit;
  text-decoration: underline;
}

.avatar {
  display: inline-grid;
  flex: none;
  place-items: center;
  width: 1.5rem;
  height: 1.5rem;
  border-radius: 50%;
  background: var(--postern-accent-soft);
  color: var(--postern-accent);
  font-size: 0.6875rem;
  font-weight: 600;
}

.content {
  min-width: 0;
  max-width: 70rem;
  padding: 1.75rem 2.5rem 4rem;
}

.page-header {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem 1.5rem;
  align-items: start;
  justify-content: space-between;
  margin-bottom: 1.5rem;
}

.page-header > div:first-child {
  min-width: 0;
}

.lead {
  max-width: 60ch;
  margin-top: 0.25rem;
  color: var(--postern-muted);
}

/* A page without navigation: signing in, or what someone who is signed out reads. */
.alone {
  display: grid;
  place-items: center;
  min-height: 100vh;
  padding: 1rem;
  background: var(--postern-surface);
}

.alone > main {
  width: min(26rem, 100%);
  padding: 2rem;
  border: 1px solid var(--postern-line);
  border-radius: 0.875rem;
  background: var(--postern-card);
}

.alone h1 {
  margin-bottom: 1rem;
}

@media (max-width: 56.25rem) {
  body:has(> .side) {
    display: block;
  }

  .side {
    flex-flow: row wrap;
    gap: 0.5rem;
    align-items: center;
    padding: 0.5rem 0.75rem;
    border-inline-end: 0;
    border-bottom: 1px solid var(--postern-line);
  }

  .side > details {
    margin-inline-start: auto;
  }

  .side > details[open] {
    flex-basis: 100%;
  }

  .side > details[open] > summary {
    width: max-content;
    margin: 0 0 0.5rem auto;
  }

  .side > .person {
    flex-basis: 100%;
    border-top: 1px solid var(--postern-line);
  }

  /* One line as long as the menu is closed. The person, and the way to sign out, are at the end of the menu. */
  .side > details:not([open]) + .person {
    display: none;
  }

  .content {
    padding: 1.25rem 1rem 3rem;
  }
}

@media print {
  .side,
  .skip,
  .crumbs {
    display: none;
  }

  body:has(> .side) {
    display: block;
  }

  .content {
    max-width: none;
    padding: 0;
  }
}

button,
.button {
  display: inline-flex;
  gap: 0.375rem;
  align-items: center;
  justify-content: center;
  min-height: 2rem;
  padding: 0.3125rem 0.875rem;
  border: 1px solid var(--postern-edge);
  border-radius: var(--postern-radius);
  background: var(--postern-card);
  color: var(--postern-text);
  font: inherit;
  font-weight: 500;
  text-decoration: none;
  cursor: pointer;
}

button:hover,
.button:hover {
  background: var(--postern-surface);
}

.primary,
.primary:hover {
  border-color: var(--postern-accent);
  background: var(--postern-accent);
  color: var(--postern-on-accent);
}

.danger,
.danger:hover {
  border-color: var(--postern-danger);
  background: var(--postern-danger);
  color: var(--postern-on-danger);
}

.small {
  min-height: 1.75rem;
  padding: 0.125rem 0.625rem;
  font-size: 0.8125rem;
}

.bare {
  border-color: transparent;
  background: none;
  color: var(--postern-muted);
}

button[aria-disabled="true"],
.button[aria-disabled="true"] {
  opacity: 0.6;
  cursor: progress;
}

.buttons {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  margin-top: 1.25rem;
}

form {
  max-width: 40rem;
}

.field {
  margin-bottom: 1rem;
}

label,
legend {
  font-weight: 500;
}

fieldset {
  min-width: 0;
  margin: 0 0 1rem;
  padding: 0;
  border: 0;
}

fieldset label {
  font-weight: 400;
}

/* A legend of its own line, with the look of a label. */
legend {
  padding: 0;
}

input:not([type="checkbox"], [type="radio"]),
select,
textarea {
  display: block;
  width: 100%;
  min-height: 2.25rem;
  margin-top: 0.25rem;
  padding: 0.375rem 0.75rem;
  border: 1px solid var(--postern-control);
  border-radius: var(--postern-radius);
  background: var(--postern-card);
  color: var(--postern-text);
  font: inherit;
}

:is(input, select, textarea)[aria-invalid="true"] {
  border-color: var(--postern-danger);
}

input[type="checkbox"],
input[type="radio"] {
  width: 1rem;
  height: 1rem;
  margin: 0.125rem 0 0;
  accent-color: var(--postern-accent);
}

.hint {
  margin: 0.25rem 0 0;
  color: var(--postern-muted);
  font-size: 0.8125rem;
}

/* A checkbox or radio button with its label, and a sentence below it. */
.choice {
  display: grid;
  grid-template-columns: 1rem 1fr;
  gap: 0 0.625rem;
  padding: 0.25rem 0;
}

.choice > label {
  overflow-wrap: anywhere;
}

.choice > .hint {
  grid-column: 2;
  margin: 0;
}

.error {
  margin: 0.25rem 0;
  color: var(--postern-danger);
  font-weight: 500;
}

/* A row of links of which one is where the reader is: filters, or tabs. */
.tabs {
  display: flex;
  flex-wrap: wrap;
  width: max-content;
  max-width: 100%;
  border: 1px solid var(--postern-edge);
  border-radius: var(--postern-radius);
  background: var(--postern-card);
}

.tabs a,
.tabs label {
  padding: 0.3125rem 0.75rem;
  border-radius: calc(var(--postern-radius) - 1px);
  color: var(--postern-muted);
  font-size: 0.8125rem;
  text-decoration: none;
  cursor: pointer;
}

.tabs a[aria-current],
.tabs label:has(:checked) {
  background: var(--postern-accent-soft);
  color: var(--postern-accent);
  font-weight: 500;
}

/* If a field is invalid and hidden, a browser does not send the form, and cannot say why. */
details:has(:invalid)::details-content {
  content-visibility: visible;
  block-size: auto;
}

table {
  width: 100%;
  border-collapse: collapse;
}

th,
td {
  padding: 0.75rem 1rem;
  border-bottom: 1px solid var(--postern-line);
  font-weight: 400;
  text-align: start;
  vertical-align: middle;
}

thead th {
  padding-block: 0.625rem;
  background: var(--postern-surface);
  color: var(--postern-muted);
  font-size: 0.75rem;
  font-weight: 500;
}

.card thead th:first-child {
  border-start-start-radius: 0.75rem;
}

.card thead th:last-child {
  border-start-end-radius: 0.75rem;
}

tbody th {
  overflow-wrap: anywhere;
}

tbody tr:last-child > * {
  border-bottom: 0;
}

.name {
  font-weight: 500;
}

tr:is([data-state="disabled"], [data-state="expired"], [data-state="revoked"]) {
  color: var(--postern-muted);
}

.actions {
  text-align: end;
}

/* Rows become cards before the columns get too narrow for their contents. */
@media (max-width: 72rem) {
  table,
  tbody,
  tr,
  tbody th,
  td {
    display: block;
  }

  thead {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }

  tr {
    position: relative;
    padding: 0.75rem 1rem;
    border-bottom: 1px solid var(--postern-line);
  }

  tbody tr:last-child {
    border-bottom: 0;
  }

  tbody th,
  td {
    padding: 0.125rem 0;
    border: 0;
  }

  td[data-label] {
    position: relative;
    min-height: 1.75rem;
    padding-inline-start: 7.5rem;
  }

  td[data-label]::before {
    position: absolute;
    inset-inline-start: 0;
    max-width: 7rem;
    color: var(--postern-muted);
    content: attr(data-label);
  }

  td.actions {
    position: absolute;
    inset-block-start: 0.375rem;
    inset-inline-end: 0.5rem;
  }

  tr:has(td.actions) > th {
    padding-inline-end: 2.75rem;
  }
}

@media print {
  th,
  td {
    padding: 0.25rem 0.5rem;
  }

  .actions {
    display: none;
  }
}

/* The list of keys. */
.keys :is(th, td):not(:first-child) {
  padding-inline: 0.625rem;
}

.keys :is(th, td):not(:first-child):last-child {
  padding-inline-end: 1rem;
}

/* Only the name of whoever disabled a key may be long. */
.keys .badge:not(.bad) {
  white-space: nowrap;
}

.keys thead th {
  white-space: nowrap;
}

.keys thead th:first-child {
  width: 27%;
}

.keys thead th:nth-child(3) {
  min-width: 9rem;
}

.keys td a,
.keys td:not(.plain) > .muted {
  white-space: nowrap;
}

.keys .name {
  color: inherit;
  text-decoration: none;
}

.keys .name:hover {
  text-decoration: underline;
}

tr[data-state="revoked"] .name {
  font-weight: 400;
  text-decoration: line-through;
}

/* How the key begins, below its name. */
.keys .start {
  display: block;
  color: var(--postern-muted);
  font-size: 0.75rem;
}

.keys .start code {
  white-space: nowrap;
}

.keys .person > span:last-child {
  overflow-wrap: break-word;
}

.keys .person a {
  color: inherit;
  text-decoration: none;
  white-space: normal;
}

.keys .person a:hover {
  text-decoration: underline;
}

/* The scopes for which a row has no room. */
.keys .more {
  display: inline-block;
}

.keys .more > summary {
  cursor: pointer;
}

/* As cards: two lines for each key if there is room for them, and otherwise both times in one line. */
@media (max-width: 72rem) {
  .keys :is(th, td):not(:first-child),
  .keys :is(th, td):not(:first-child):last-child {
    padding-inline: 0;
  }

  .keys .badge:not(.bad) {
    white-space: normal;
  }

  .keys tbody tr {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.25rem 1rem;
  }

  .keys :is(th, td.plain) {
    grid-column: 1 / -1;
  }

  .keys td[data-label].plain::before {
    content: none;
  }

  .keys td[data-label].plain {
    min-height: 0;
  }

  .keys td[data-label]:not(.plain)::before {
    position: static;
    display: block;
    max-width: none;
    font-size: 0.75rem;
  }
}

@media (min-width: 40rem) and (max-width: 72rem) {
  .keys tbody tr {
    grid-template-columns: repeat(3, minmax(0, 1fr));
    column-gap: 1.5rem;
  }

  .keys tbody tr:has(td.actions) {
    padding-inline-end: 4rem;
  }

  .keys :is(th, td.plain) {
    grid-column: auto;
  }

  .keys tr:has(td.actions) > th {
    padding-inline-end: 0;
  }
}

/* Above a list: a search field, and filters. */
.bar {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  align-items: center;
  margin-bottom: 0.75rem;
}

.bar form {
  display: flex;
  flex: 0 1 20rem;
  gap: 0.5rem;
  max-width: 20rem;
}

@media (max-width: 40rem) {
  .bar form {
    flex-basis: 100%;
    max-width: none;
  }
}

.bar input {
  flex: 1;
  min-width: 0;
  margin: 0;
}

/* What is in one line with a field is as high as the field. */
:is(.bar form, .inline) > button {
  min-height: 2.25rem;
}

/* Enter sends the form as well, so the button appears with the first need for it. */
.bar form:has(input:placeholder-shown):not(:focus-within) button {
  display: none;
}

.bar .tabs a {
  padding-block: 0.46875rem;
}

@media (max-width: 24rem) {
  .bar .tabs a {
    padding-inline: 0.4375rem;
  }
}

.tabs a span {
  margin-inline-start: 0.125rem;
}

/* Below a list: how many there are, and the way to more. */
.foot {
  display: flex;
  flex-wrap: wrap;
  gap: 0.5rem;
  align-items: center;
  justify-content: space-between;
  max-inline-size: none;
  padding: 0.625rem 1rem;
  border-top: 1px solid var(--postern-line);
  color: var(--postern-muted);
  font-size: 0.8125rem;
}

.foot > span:empty {
  display: none;
}

.pages {
  display: flex;
  gap: 0.5rem;
}

.card {
  border: 1px solid var(--postern-line);
  border-radius: 0.75rem;
  background: var(--postern-card);
}

.chip {
  display: inline-block;
  max-width: 100%;
  margin: 0.0625rem 0.125rem 0.0625rem 0;
  padding: 0 0.375rem;
  border: 1px solid var(--postern-line);
  border-radius: 0.3125rem;
  background: var(--postern-surface);
  font: 0.75rem / 1.5 var(--postern-mono);
  overflow-wrap: anywhere;
}

.badge {
  display: inline-block;
  padding: 0.0625rem 0.5625rem;
  border: 1px solid var(--postern-line);
  border-radius: 999px;
  background: var(--postern-surface);
  color: var(--postern-muted);
  font-size: 0.75rem;
  font-weight: 500;
}

.badge.good {
  border-color: transparent;
  background: var(--postern-good-soft);
  color: var(--postern-good);
}

.badge.caution {
  border-color: transparent;
  background: var(--postern-warning);
  color: var(--postern-caution);
}

.badge.bad {
  border-color: transparent;
  background: var(--postern-danger-soft);
  color: var(--postern-danger);
}

.facts {
  display: grid;
  grid-template-columns: max-content minmax(0, 1fr);
  gap: 0.375rem 1.5rem;
  margin: 1rem 0;
}

.facts dt {
  color: var(--postern-muted);
}

.facts dd {
  min-width: 0;
  overflow-wrap: anywhere;
}

/* Scopes, each with its sentence next to it. */
.scope-list {
  display: grid;
  grid-template-columns: fit-content(50%) minmax(0, 1fr);
  gap: 0.25rem 0.75rem;
}

.scope-list > li {
  display: grid;
  grid-template-columns: subgrid;
  grid-column: 1 / -1;
  align-items: baseline;
  justify-items: start;
}

.menu {
  position: relative;
  display: inline-block;
}

.menu > summary {
  display: inline-grid;
  place-items: center;
  width: 2rem;
  height: 2rem;
  border-radius: 0.375rem;
  color: var(--postern-muted);
  font-size: 1.125rem;
  list-style: none;
  cursor: pointer;
}

.menu > summary::-webkit-details-marker {
  display: none;
}

.menu > summary:hover,
.menu[open] > summary {
  background: var(--postern-surface);
  color: var(--postern-text);
}

.menu > ul {
  position: absolute;
  margin-bottom: 0.5rem;
  scroll-margin-bottom: 0.5rem;
  z-index: 2;
  inset-inline-end: 0;
  min-width: 11rem;
  padding: 0.25rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-card);
  box-shadow: 0 8px 24px var(--postern-shadow);
  text-align: start;
}

.menu li a {
  display: block;
  padding: 0.375rem 0.625rem;
  border-radius: 0.375rem;
  color: inherit;
  text-decoration: none;
}

.menu li a:hover {
  background: var(--postern-surface);
}

.menu li a.ends {
  color: var(--postern-danger);
}

@media (max-width: 30rem) {
  .facts {
    grid-template-columns: fit-content(38%) minmax(0, 1fr);
    column-gap: 1rem;
  }

  .facts dt {
    overflow-wrap: anywhere;
  }
}

@media (forced-colors: active) {
  .badge,
  .chip {
    border-color: CanvasText;
  }

  .side li a[aria-current],
  .tabs [aria-current],
  .tabs label:has(:checked) {
    outline: 2px solid Highlight;
    outline-offset: -2px;
  }
}

@media print {
  .menu,
  .buttons,
  .bar {
    display: none;
  }
}

/* The page of a key. */
.page-header .buttons {
  margin-top: 0;
}

@media (max-width: 30rem) {
  .page-header .buttons > .button {
    padding-inline: 0.625rem;
  }
}

.button.ends {
  color: var(--postern-danger);
}

section + section,
.facts + section,
section + .facts {
  margin-top: 2rem;
}

section > h2 {
  margin-bottom: 0.75rem;
}

.rotation {
  display: grid;
  gap: 0.375rem;
  max-width: 46rem;
  padding: 0.875rem 1rem;
}

.rotation + .rotation {
  margin-top: 0.75rem;
}

.rotation .caution {
  font-weight: 500;
}

.history {
  max-width: 46rem;
  border-inline-start: 1px solid var(--postern-line);
}

.history li {
  position: relative;
  display: flex;
  flex-wrap: wrap;
  gap: 0 1.5rem;
  justify-content: space-between;
  padding: 0.375rem 0 0.375rem 1rem;
}

.history li > p {
  min-width: 0;
  overflow-wrap: anywhere;
}

.history li::before {
  position: absolute;
  inset-block-start: 0.875rem;
  inset-inline-start: -0.25rem;
  width: 0.4375rem;
  height: 0.4375rem;
  border: 1px solid var(--postern-control);
  border-radius: 50%;
  background: var(--postern-control);
  content: "";
}

.history time {
  color: var(--postern-muted);
  font-size: 0.8125rem;
}

p + form {
  margin-top: 1rem;
}

dialog {
  width: min(35rem, calc(100vw - 2rem));
  max-height: calc(100dvh - 2rem);
  padding: 1.5rem;
  border: 1px solid var(--postern-line);
  border-radius: 0.875rem;
  background: var(--postern-card);
  box-shadow: 0 12px 40px var(--postern-shadow);
  color: var(--postern-text);
}

dialog h1 {
  font-size: 1.0625rem;
}

dialog .buttons {
  justify-content: end;
}

/* What a dialog is for stays in view, however long it is. What has the focus is not hidden behind it. */
@media (min-height: 30rem) {
  dialog:has(> :is(form, .offer) > .buttons:last-child) {
    padding-bottom: 0;
    scroll-padding-bottom: 5rem;
  }

  dialog > :is(form, .offer) > .buttons:last-child {
    position: sticky;
    bottom: 0;
    margin-inline: -1.5rem;
    padding: 0.75rem 1.5rem;
    border-top: 1px solid var(--postern-line);
    background: var(--postern-card);
  }
}

@media (max-width: 40rem) {
  dialog > :is(form, .offer) > .buttons > * {
    flex: 1 1 auto;
    text-align: center;
  }

  dialog > .offer > .buttons button {
    width: 100%;
  }
}

/* A dialog is a card already. */
dialog .offer {
  max-width: none;
  padding: 0;
  border: 0;
}

dialog::backdrop {
  background: rgb(0 0 0 / 45%);
}

@media (prefers-reduced-motion: no-preference) {
  dialog[open] {
    animation: appear 120ms ease-out;
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
}

/* The question before a token is lost, in front of its dialog. */
dialog.question {
  width: min(26rem, calc(100vw - 2rem));
}

.notice,
.warning,
.done {
  margin: 1rem 0;
  padding: 0.625rem 0.75rem;
  border: 1px solid transparent;
  border-radius: var(--postern-radius);
  background: var(--postern-surface);
  font-size: 0.8125rem;
  overflow-wrap: anywhere;
}

.warning {
  background: var(--postern-warning);
  color: var(--postern-caution);
}

.done {
  margin: 0 0 1.25rem;
  background: var(--postern-good-soft);
  color: var(--postern-good);
}

.empty {
  padding: 3rem 1.5rem;
  text-align: center;
}

.empty p {
  max-width: 46ch;
  margin: 0.25rem auto 1rem;
  color: var(--postern-muted);
}

.empty .buttons {
  justify-content: center;
  margin-top: 1rem;
}

.empty > :last-child {
  margin-bottom: 0;
}

/* A token, or a line of a program that people copy. */
.secret {
  display: flex;
  flex-wrap: wrap;
  gap: 0.75rem;
  align-items: start;
  padding: 0.75rem;
  border: 1px solid var(--postern-edge);
  border-radius: var(--postern-radius);
}

.secret code {
  flex: 1 1 14rem;
  min-width: 0;
  font-size: 0.8125rem;
  overflow-wrap: anywhere;
}

pre {
  margin: 0.5rem 0 0;
  padding: 0.75rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-surface);
  font: 0.75rem / 1.6 var(--postern-mono);
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}

/* What went wrong, above what it was about, and what to do next. */
.error[data-message] {
  display: flex;
  flex-wrap: wrap;
  gap: 0.625rem;
  margin-bottom: 1.25rem;
  padding: 0.75rem;
  border: 1px solid transparent;
  border-radius: var(--postern-radius);
  background: var(--postern-danger-soft);
  overflow-wrap: anywhere;
}

[data-message] > p {
  margin: 0;
}

[data-message] > p:first-child {
  flex-basis: 100%;
}

@media (forced-colors: active) {
  .error[data-message] {
    border-color: CanvasText;
  }
}

.form {
  max-width: 40rem;
  margin-top: 1.25rem;
}

.issued {
  max-width: 40rem;
}

.issued > p {
  margin-top: 0.5rem;
}

.issued > .warning {
  margin-top: 1rem;
}

.issued > .buttons {
  margin-top: 1.25rem;
}

.issued > .lead {
  margin-top: 0.5rem;
}

.form fieldset {
  margin: 0 0 1.5rem;
}

.form > p + fieldset {
  margin-top: 1.25rem;
}

.form legend {
  margin-bottom: 0.25rem;
}

.error-summary {
  margin-bottom: 1rem;
  padding: 0.625rem 0.75rem;
  border: 1px solid var(--postern-danger);
  border-radius: var(--postern-radius);
  background: var(--postern-danger-soft);
  color: var(--postern-danger);
  overflow-wrap: anywhere;
}

.error {
  margin: 0.25rem 0;
  color: var(--postern-danger);
  font-weight: 500;
}

/* Radio buttons next to each other, each in a box of its own. */
.options {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%), 1fr));
  gap: 0.5rem;
  margin-top: 0.25rem;
}

@media (max-width: 30rem) {
  .options {
    grid-template-columns: repeat(auto-fill, minmax(min(7rem, 100%), 1fr));
  }
}

@media (min-width: 48rem) {
  .options {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }
}

.option {
  display: grid;
  grid-template-columns: 1rem minmax(0, 1fr);
  gap: 0 0.5rem;
  padding: 0.5rem 0.75rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-card);
  cursor: pointer;
}

.option:hover {
  border-color: var(--postern-control);
}

.option:has(:checked) {
  border-color: var(--postern-accent);
  background: var(--postern-accent-soft);
}

.option:has(:focus-visible),
.tabs label:has(:focus-visible) {
  outline: 2px solid var(--postern-accent);
  outline-offset: 2px;
}

.option :focus-visible {
  outline: none;
}

.option small {
  display: block;
  color: var(--postern-muted);
  font-size: 0.8125rem;
}

.option .badge {
  white-space: nowrap;
  padding-inline: 0.375rem;
  border-color: var(--postern-line);
  font-size: 0.6875rem;
}

.custom-day {
  max-width: 20rem;
  margin-top: 0.75rem;
}

/* A field that is invalid stays: if it were hidden, a browser would not send the form, and could not say why. */
@supports selector(:has(*)) {
  fieldset:not(:has([value="day"]:checked)) > .custom-day:not(:has(:invalid, [aria-invalid])) {
    display: none;
  }
}

.scopes > .choice {
  align-content: start;
}

.scopes {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr));
  gap: 0.125rem 1.5rem;
  margin: 0.25rem 0 0 1.625rem;
}

.secret code {
  user-select: all;
}

/* Code for one tool at a time. A page of the host with other tools shows the panel of each that is chosen itself. */
.snippets {
  margin: 1.25rem 0 0;
}

.snippets > legend {
  margin-bottom: 0.375rem;
}

.snippet {
  position: relative;
}

.snippet > button {
  position: absolute;
  inset-block-start: 1rem;
  inset-inline-end: 0.8125rem;
}

.snippet > pre {
  padding-inline-end: 5.5rem;
}

/* The button takes a line of its own, not a part of every line of code. */
@media (max-width: 40rem) {
  .snippet > button {
    inset-block-start: 0.9375rem;
    inset-inline-end: 0.4375rem;
  }

  .snippet > pre:has(+ button:not([hidden])) {
    padding-block-start: 2.5rem;
    padding-inline-end: 0.75rem;
  }
}

@supports selector(:has(*)) {
  .snippets > .snippet {
    display: none;
  }

  .snippets:has([value="curl"]:checked) > .curl,
  .snippets:has([value="env"]:checked) > .env,
  .snippets:has([value="typescript"]:checked) > .typescript {
    display: block;
  }
}

@media (forced-colors: active) {
  .option:has(:checked) {
    border-color: Highlight;
    outline: 1px solid Highlight;
  }
}
`;

/** `assets/script`, served as one file. */
export const script: string = `function textOf(name, general = '') {
  const { dataset } = document.body;
  return dataset[name] ?? dataset[general] ?? '';
}
function announce(text) {
  const region = liveRegion();
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 100);
}
function liveRegion() {
  const place = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  const existing = place.querySelector(':scope > [data-live]');
  if (existing !== null) return existing;
  const region = document.createElement('p');
  region.className = 'hidden';
  region.dataset.live = '';
  region.setAttribute('role', 'status');
  place.append(region);
  return region;
}

const awaited = new WeakSet();
function isBusy(element) {
  return awaited.has(element);
}
function markBusy(element, button) {
  awaited.add(element);
  button?.setAttribute('aria-disabled', 'true');
  const timer = setTimeout(() => announce(textOf('busy')), 1_000);
  const label = button?.textContent ?? '';
  const busyText = button instanceof HTMLElement ? (button.dataset.busy ?? textOf('busy')) : '';
  const relabel = setTimeout(() => {
    if (button instanceof HTMLButtonElement && busyText !== '') {
      button.style.minWidth = \`\${button.offsetWidth}px\`;
      button.textContent = busyText;
    }
  }, 300);
  return () => {
    clearTimeout(timer);
    clearTimeout(relabel);
    awaited.delete(element);
    button?.removeAttribute('aria-disabled');
    if (button instanceof HTMLButtonElement && button.textContent !== label) button.textContent = label;
  };
}
const tokenIn = (root) => root.querySelector('[data-token]');
function losesToken(root) {
  const part = tokenIn(root);
  return (
    part instanceof HTMLElement && part.dataset.question !== undefined && part.dataset.kept === undefined
  );
}
function keepToken() {
  for (const part of document.querySelectorAll('[data-token]')) part.setAttribute('data-kept', '');
}
function forgetSecrets() {
  for (const secret of document.querySelectorAll('[data-secret], [data-token], #token')) secret.remove();
}
async function mayLeave(root) {
  const part = tokenIn(root);
  if (!(part instanceof HTMLElement) || !losesToken(root)) return true;
  const question = document.createElement('dialog');
  question.className = 'question';
  question.setAttribute('role', 'alertdialog');
  question.setAttribute('aria-labelledby', 'token-question');
  const text = document.createElement('p');
  text.id = 'token-question';
  text.textContent = part.dataset.question ?? '';
  const form = document.createElement('form');
  form.method = 'dialog';
  form.className = 'buttons';
  form.append(answer('discard', part.dataset.discard), answer('keep', part.dataset.keep));
  question.append(text, form);
  document.body.append(question);
  question.showModal();
  await new Promise((resolve) => question.addEventListener('close', resolve, { once: true }));
  question.remove();
  return question.returnValue === 'discard';
}
function answer(value, text = '') {
  const button = document.createElement('button');
  button.value = value;
  button.className = value === 'keep' ? 'primary' : '';
  button.autofocus = value === 'keep';
  button.textContent = text;
  return button;
}
document.addEventListener('copy', ({ target }) => {
  const selected = target instanceof HTMLInputElement ? selectionIn(target) : String(getSelection());
  for (const secret of document.querySelectorAll('[data-secret]'))
    if (selected !== '' && selected.includes(textIn(secret))) keepToken();
});
function selectionIn({ value, selectionStart, selectionEnd }) {
  return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
}
function textIn(element) {
  return element instanceof HTMLInputElement ? element.value : (element.textContent ?? '').trim();
}
addEventListener('beforeunload', (event) => {
  if (losesToken(document)) event.preventDefault();
});

function showCopyButtons(root) {
  for (const button of root.querySelectorAll('[data-copy]')) button.removeAttribute('hidden');
}
async function copy(button) {
  const source = (button.closest('dialog') ?? document).querySelector(
    \`#\${CSS.escape(button.dataset.copy ?? '')}\`,
  );
  if (!(source instanceof HTMLElement)) return;
  const { copied = '', byHand = '' } = button.dataset;
  try {
    await navigator.clipboard.writeText(textIn(source));
  } catch {
    select(source);
    note(button, byHand);
    return;
  }
  if (source.matches('[data-secret]')) keepToken();
  button.parentElement?.querySelector('[data-copy-note]')?.remove();
  relabel(button, copied);
  announce(copied);
}
function select(source) {
  source.focus();
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
}
const relabelled = new WeakMap();
function relabel(button, text) {
  const before = relabelled.get(button);
  clearTimeout(before?.timer);
  const label = before?.label ?? button.textContent ?? '';
  button.style.minWidth ||= \`\${button.offsetWidth}px\`;
  button.textContent = text;
  const timer = setTimeout(() => {
    button.textContent = label;
    relabelled.delete(button);
  }, 2_000);
  relabelled.set(button, { label, timer });
}
function note(button, text) {
  const existing = button.parentElement?.querySelector('[data-copy-note]');
  const element = existing ?? document.createElement('span');
  element.className = 'hint';
  element.setAttribute('data-copy-note', '');
  element.textContent = text;
  button.after(element);
  announce(text);
}
function useLocalDays(root) {
  for (const input of root.querySelectorAll('input[type=date][min]')) {
    if (!(input instanceof HTMLInputElement)) continue;
    input.min = dayOf(new Date());
    const latest = new Date(input.dataset.latest ?? '');
    if (!Number.isNaN(latest.getTime())) input.max = lastDayUntil(latest);
  }
  for (const element of root.querySelectorAll('[data-with-script]'))
    if (element instanceof HTMLElement) element.textContent = element.dataset.withScript ?? '';
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });
  for (const time of root.querySelectorAll('time[data-local-day]'))
    if (time instanceof HTMLTimeElement) time.textContent = day.format(new Date(time.dateTime));
}
function dayOf(at) {
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}
function lastDayUntil(latest) {
  const day = new Date(latest);
  if (endOf(dayOf(latest)) > latest) day.setDate(day.getDate() - 1);
  return dayOf(day);
}
function endOf(day) {
  const end = new Date(\`\${day}T12:00\`);
  end.setHours(24, 0, 0, 0);
  return new Date(end.getTime() - 1);
}
document.addEventListener('formdata', ({ formData }) => {
  const end = endOf(String(formData.get('expires')));
  if (!Number.isNaN(end.getTime())) formData.set('day-ends', end.toISOString());
});
const { lang } = document.documentElement;
const exact = new Intl.DateTimeFormat(lang, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});
const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'always' });
const now = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const monthMs = (365 / 12) * dayMs;
function refreshTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    if (!time.dateTime.includes('T') || Number.isNaN(at.getTime())) continue;
    time.title = exact.format(at);
    const [shown, readOut] = time.children;
    if (time.dataset.relative === undefined || shown === undefined) continue;
    shown.textContent = relativeText(at.getTime() - Date.now(), time.dataset.relative);
    if (readOut !== undefined) readOut.textContent = \` (\${time.title})\`;
  }
}
function relativeText(ms, justNow) {
  if (Math.abs(ms) < minuteMs) return ms > 0 || justNow === '' ? now.format(0, 'second') : justNow;
  const [count, unit] = inWords(Math.abs(ms));
  return relative.format(Math.sign(ms) * count, unit);
}
function inWords(ms) {
  const count = (unitMs) => Math.round(ms / unitMs);
  if (count(minuteMs) < 60) return [count(minuteMs), 'minute'];
  if (count(hourMs) < 48) return [count(hourMs), 'hour'];
  if (count(dayMs) < 60) return [count(dayMs), 'day'];
  const months = count(monthMs);
  return months < 24 && months !== 12 ? [months, 'month'] : [count(12 * monthMs), 'year'];
}
setInterval(() => refreshTimes(document), 30_000);

function enhance(root) {
  useLocalDays(root);
  refreshTimes(root);
  showCopyButtons(root);
}

function messageOf(content, tryAgain) {
  const message = document.createElement('div');
  message.className = 'error';
  message.dataset.message = '';
  message.setAttribute('role', 'alert');
  for (const part of content) message.append(typeof part === 'string' ? paragraph(part) : part);
  for (const title of message.querySelectorAll('h1')) title.replaceWith(paragraph(...title.childNodes));
  for (const link of message.querySelectorAll('a')) {
    if (link.dataset.dialog !== undefined) continue;
    link.target = '_blank';
    const hint = document.createElement('span');
    hint.className = 'hidden';
    hint.textContent = \` \${textOf('newTab')}\`;
    link.append(hint);
  }
  if (tryAgain !== undefined && textOf('tryAgain') !== '') message.append(buttonFor('tryAgain', tryAgain));
  return message;
}
function contentOf({ main, isSignIn, address }) {
  if (!isSignIn) return [...main.childNodes];
  const link = document.createElement('a');
  link.href = address;
  link.textContent = textOf('signIn') || address;
  return [paragraph(textOf('signedOut')), paragraph(link)];
}
function paragraph(...content) {
  const element = document.createElement('p');
  element.append(...content);
  return element;
}
function buttonFor(name, onClick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = textOf(name);
  button.addEventListener('click', onClick);
  return button;
}

function openerOf(element) {
  const row = element.closest('[data-key]');
  return {
    element,
    address: addressOf(element),
    key: row instanceof HTMLElement ? (row.dataset.key ?? '') : '',
  };
}
function focusAgain(opener) {
  const target = (opener && findAgain(opener)) ?? placeOf(document.querySelector('main'));
  target?.focus();
}
function findAgain({ element, address, key }) {
  const same = element.isConnected
    ? element
    : [...document.querySelectorAll('main a[data-dialog], main form')].find(
        (one) => addressOf(one) === address,
      );
  if (same !== undefined) return focusableOf(same);
  const row = key === '' ? null : document.querySelector(\`[data-key="\${CSS.escape(key)}"]\`);
  return row?.querySelector('summary, a, button') ?? null;
}
function focusableOf(element) {
  if (element instanceof HTMLFormElement) return element.querySelector('button');
  const summary = element.closest('details.menu')?.querySelector('summary');
  return summary ?? (element instanceof HTMLElement ? element : null);
}
function addressOf(element) {
  const address = element.getAttribute('href') ?? element.getAttribute('action') ?? '';
  return new URL(address, location.href).href;
}
function placeOf(root) {
  const chosen = root?.querySelector('[autofocus]');
  if (chosen instanceof HTMLElement) return chosen;
  const heading = root?.querySelector('h1');
  if (heading instanceof HTMLElement) heading.tabIndex = -1;
  return heading ?? (root instanceof HTMLElement ? root : null);
}

function showDone(done) {
  if (done === null) return;
  done.removeAttribute('role');
  if (!done.isConnected) document.querySelector('main')?.prepend(done);
  announce(done.textContent ?? '');
}
function withDoneOf(address, by) {
  const url = new URL(withoutDone(address));
  for (const [name, value] of new URL(by, location.href).searchParams)
    if (name === 'done' || name === 'key') url.searchParams.set(name, value);
  return url.href;
}
function withoutDone(address) {
  const url = new URL(address, location.href);
  if (!url.searchParams.has('done')) return url.href;
  url.searchParams.delete('done');
  url.searchParams.delete('key');
  return url.href;
}

const deadlineMs = 60_000;
async function fetchPage(address, request = {}) {
  const response = await fetch(address, {
    ...request,
    cache: 'no-store',
    signal: AbortSignal.timeout(deadlineMs),
  });
  const { ok: isOk, redirected: isRedirected, status, url } = response;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const main = page.querySelector('main');
  if (main === null) throw new Error('the response is not a page');
  for (const form of main.querySelectorAll('form:not([action])')) form.setAttribute('action', '');
  for (const name of ['href', 'action', 'formaction'])
    for (const element of main.querySelectorAll(\`[\${name}]\`))
      element.setAttribute(name, new URL(element.getAttribute(name) ?? '', url).href);
  const isSignIn = isRedirected && main.querySelector('input[type=password]') !== null;
  const [person, personHere] = [personOn(page), personOn(document)];
  const isForOtherPerson = person !== undefined && personHere !== undefined && person !== personHere;
  return { main, title: page.title, status, isOk, isRedirected, isSignIn, isForOtherPerson, address: url };
}
function personOn(page) {
  const sidebar = page.querySelector('[data-person]');
  return sidebar instanceof HTMLElement ? sidebar.dataset.person : undefined;
}

async function refreshPage(by = location.href) {
  try {
    const page = await fetchPage(withDoneOf(location.href, by));
    if (page.isForOtherPerson) return location.reload();
    if (!page.isOk || page.isSignIn) return showStale(contentOf(page));
    const done = page.main.querySelector('[data-done]');
    adopt(page);
    showDone(done);
  } catch {
    showStale([textOf('stale', 'noAnswer')]);
  }
}
function adopt(page) {
  const main = document.querySelector('main');
  if (main === null) return;
  const drafts = draftsIn(main);
  const { scrollX, scrollY } = window;
  main.replaceChildren(...page.main.childNodes);
  for (const { id, value } of drafts) {
    const field = document.getElementById(id);
    if (isTextField(field)) field.value = value;
  }
  enhance(main);
  document.title = page.title;
  scrollTo(scrollX, scrollY);
}
function showStale(content) {
  const main = document.querySelector('main');
  main?.querySelector('[data-message]')?.remove();
  main?.prepend(messageOf(content, () => void refreshPage().then(() => focusAgain(undefined))));
}
function draftsIn(root) {
  const fields = [...root.querySelectorAll('input, textarea')].filter(isTextField);
  return fields.filter(({ id, value, defaultValue }) => id !== '' && value !== defaultValue);
}
function isTextField(field) {
  return (
    field instanceof HTMLTextAreaElement ||
    (field instanceof HTMLInputElement && ['text', 'search'].includes(field.type))
  );
}

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);
let opener;
let isPageStale = false;
let isSending = false;
function isInDialog(element) {
  return dialog.contains(element);
}
function isOpen() {
  return dialog.open;
}
function setOpener(by) {
  if (!dialog.open) opener = by;
}
function setSending(value) {
  isSending = value;
  isPageStale = true;
}
function show(main) {
  const wasOpen = dialog.open;
  dialog.replaceChildren(...main.childNodes);
  enhance(dialog);
  labelAndOpen();
  const field = dialog.querySelector('[aria-invalid=true]') ?? placeOf(dialog);
  if (!(field instanceof HTMLElement)) return;
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
  if (wasOpen) announce(dialog.querySelector('h1')?.textContent ?? '');
}
function showMessage(content, tryAgain) {
  removeMessage();
  const message = messageOf(content, tryAgain);
  dialog.prepend(message);
  const isNew = !dialog.open;
  labelAndOpen();
  message.scrollIntoView({ block: 'nearest' });
  if (isNew) message.querySelector('button')?.focus();
}
function removeMessage() {
  dialog.querySelector('[data-message]')?.remove();
}
function labelAndOpen() {
  const title = dialog.querySelector('#dialog-title') ?? dialog.querySelector('h1, [data-message] > *');
  if (title !== null) title.id = 'dialog-title';
  if (dialog.querySelector('[data-close]') === null) {
    const button = buttonFor('close', () => void requestClose());
    button.dataset.close = '';
    dialog.append(button);
  }
  if (!dialog.open) dialog.showModal();
}
async function requestClose(by) {
  if (!isSending && (await mayLeave(dialog))) close(by);
}
function close(by) {
  const back = opener;
  opener = undefined;
  empty();
  dialog.close();
  if (!isPageStale) return focusAgain(back);
  isPageStale = false;
  void refreshPage(by).then(() => focusAgain(back));
}
function closeDone() {
  const back = opener;
  opener = undefined;
  isPageStale = false;
  empty();
  dialog.close();
  return back;
}
function empty() {
  dialog.replaceChildren();
}
dialog.addEventListener('cancel', (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  void requestClose();
});
dialog.addEventListener('close', () => {
  if (dialog.childNodes.length === 0) return;
  dialog.showModal();
  void requestClose();
});
let isPressedOutside = false;
dialog.addEventListener('pointerdown', (event) => {
  isPressedOutside = isOutside(event);
});
dialog.addEventListener('click', (event) => {
  if (isPressedOutside && isOutside(event) && !isFilledIn()) void requestClose();
});
function isOutside({ target, clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}
function isFilledIn() {
  return [...dialog.querySelectorAll('input, textarea')].some(
    (field) =>
      (field instanceof HTMLInputElement &&
        field.type !== 'hidden' &&
        (field.value !== field.defaultValue || field.checked !== field.defaultChecked)) ||
      (field instanceof HTMLTextAreaElement && field.value !== field.defaultValue),
  );
}
addEventListener('beforeunload', (event) => {
  if (isSending) event.preventDefault();
});
addEventListener('pagehide', () => {
  empty();
  dialog.close();
  forgetSecrets();
});

let pending;
async function openInDialog(link) {
  await load(link, null, () => openInDialog(link), link.href);
}
async function sendInBackground(form, submitter) {
  const fields = [...new FormData(form, submitter)].map(([name, value]) => [name, String(value)]);
  const address = submitter?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
  const again = () => form.requestSubmit(submitter?.isConnected ? submitter : null);
  await load(form, submitter, again, address, { method: 'POST', body: new URLSearchParams(fields) });
}
async function load(from, button, again, address, change) {
  if (pending?.from === from || pending?.isChange) return;
  const isChange = change !== undefined;
  const mine = { from, isChange };
  pending = mine;
  setOpener(openerOf(from));
  const markDone = markBusy(from, button);
  if (isChange) setSending(true);
  const page = await fetchPage(address, change).catch(() => undefined);
  if (isChange) setSending(false);
  markDone();
  if (pending !== mine) return;
  pending = undefined;
  removeMessage();
  if (page?.isForOtherPerson && !isChange) return location.assign(address);
  if (page !== undefined) return respond(page, again);
  const { noAnswer = textOf('noAnswer') } = from.dataset;
  showMessage([isChange ? noAnswer : textOf('notLoaded', 'noAnswer')], again);
}
async function respond(page, again) {
  const { main, status, isOk, isRedirected, isSignIn } = page;
  if (isSignIn) return showMessage(contentOf(page), again);
  if (isOk && isRedirected) return finish(page);
  const isOver = [404, 409, 410].includes(status) && isOpen();
  if (isOk || isOver || main.querySelector('form') !== null) return show(main);
  showMessage(contentOf(page), status === 401 || status >= 500 ? again : undefined);
}
async function finish(page) {
  const done = page.main.querySelector('[data-done]');
  const opener = closeDone();
  if (withoutDone(page.address) === withoutDone(location.href)) adopt(page);
  else await refreshPage();
  showDone(done);
  focusAgain(opener);
}
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.checked) return;
  const group = target.closest('[data-checks]');
  if (!(group instanceof HTMLElement)) return;
  const button = group.closest('form')?.querySelector(\`#\${CSS.escape(group.dataset.checks ?? '')}\`);
  if (button instanceof HTMLInputElement) button.checked = true;
});
const menus = () =>
  [...document.querySelectorAll('details.menu')].filter((menu) => menu instanceof HTMLDetailsElement);
const menuAround = (target) => menus().find((menu) => target instanceof Node && menu.contains(target));
function closeMenus(kept) {
  for (const menu of menus()) if (menu !== kept) menu.open = false;
}
document.addEventListener('click', ({ target }) => {
  const menu = menuAround(target);
  const isChosen = target instanceof Element && target.closest('a') !== null;
  closeMenus(isChosen ? undefined : menu);
});
document.addEventListener(
  'toggle',
  ({ target }) => {
    const menu = menuAround(target);
    if (menu?.open) menu.querySelector('ul')?.scrollIntoView({ block: 'nearest' });
  },
  true,
);
document.addEventListener('keyup', ({ key, target }) => {
  if (key === 'Tab') closeMenus(menuAround(target));
});
document.addEventListener('keydown', (event) => {
  const menu = menuAround(event.target);
  const opener = menu?.querySelector('summary');
  if (menu === undefined || !opener) return;
  const items = [...menu.querySelectorAll('a, button')].filter((item) => item instanceof HTMLElement);
  if (event.key === 'Escape' && menu.open) {
    event.preventDefault();
    menu.open = false;
    opener.focus();
    return;
  }
  const from = indexOf(items, event.target);
  const isOnOpener = from < 0;
  if (isOnOpener && (event.key === 'Home' || event.key === 'End')) return;
  const to = nextIndex(event.key, isOnOpener && event.key === 'ArrowUp' ? 0 : from, items.length);
  if (to === undefined) return;
  event.preventDefault();
  menu.open = true;
  items[to]?.focus();
});
function nextIndex(key, from, length) {
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  if (key === 'ArrowRight' || key === 'ArrowDown') return (from + 1) % length;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (from - 1 + length) % length;
  return undefined;
}
function indexOf(elements, target) {
  return target instanceof HTMLElement ? elements.indexOf(target) : -1;
}
const minLength = 28;
function refusesToken(form) {
  for (const field of form.querySelectorAll('[data-no-token]')) {
    if (!(field instanceof HTMLInputElement) || !looksLikeToken(field)) continue;
    field.setCustomValidity(field.dataset.noToken ?? '');
    field.reportValidity();
    field.addEventListener('input', () => field.setCustomValidity(''), { once: true });
    return true;
  }
  return false;
}
function looksLikeToken({ value, dataset }) {
  const from = Number(dataset.tokenFrom ?? minLength);
  const runs = (value.match(/[A-Za-z0-9]+/g) ?? []).filter(({ length }) => length >= from);
  return runs.some((run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\\d/.test(run));
}

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target.closest('a, button') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(target instanceof HTMLElement) || !isPlain) return;
  const { copy: copied, dialog, close, saved } = target.dataset;
  if (copied !== undefined) void copy(target);
  if (saved !== undefined) keepToken();
  if (target instanceof HTMLAnchorElement && dialog !== undefined) {
    event.preventDefault();
    void openInDialog(target);
  }
  if (close !== undefined && isInDialog(target)) {
    event.preventDefault();
    void requestClose(target instanceof HTMLAnchorElement ? target.href : undefined);
  }
});
document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.method !== 'post') {
    if (refusesToken(form)) event.preventDefault();
    return;
  }
  if (event.defaultPrevented) return;
  if (isBusy(form)) event.preventDefault();
  else if (isInDialog(form) || form.dataset.dialog !== undefined) {
    event.preventDefault();
    void sendInBackground(form, submitter);
  } else {
    setTimeout(markBusy(form, submitter), 15_000);
  }
});
document.addEventListener('postern:added', ({ target }) => {
  if (target instanceof Element) enhance(target);
});
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
enhance(document);
const main = document.querySelector('main');
const done = main?.querySelector('[data-done]') ?? null;
showDone(done);
if (done !== null || main?.querySelector('[data-token]')) placeOf(main)?.focus();
if (withoutDone(location.href) !== location.href)
  history.replaceState(history.state, '', withoutDone(location.href));
`;
