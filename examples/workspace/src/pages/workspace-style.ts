import { Hono } from 'hono';

/** Where the style of the workspace's own pages is. */
export const workspaceStylePath = '/workspace.css';

/** Serves the style of the workspace's own pages, which comes after that of the settings. */
export function workspaceStyle(): Hono {
  return new Hono().get(workspaceStylePath, (c) =>
    c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }),
  );
}

const style = `h1 + form {
  margin-top: 1rem;
}

:is(main, dialog) > :is(h1, p) + p {
  margin-top: 0.5rem;
}

form > .error {
  margin: 0 0 1rem;
}

.alone .buttons button {
  width: 100%;
}

.wide thead th {
  white-space: nowrap;
}

.wide tbody th {
  min-width: 9rem;
}

.wide .name {
  color: inherit;
  text-decoration: none;
}

.wide .name:hover {
  text-decoration: underline;
}

.wide .badge {
  white-space: nowrap;
}

/* What is in these cells may be long. */
.intake tbody > tr > * {
  vertical-align: top;
}

.wide code {
  overflow-wrap: anywhere;
}

.wide .why {
  display: block;
  margin-top: 0.25rem;
}

.wide summary {
  cursor: pointer;
}

@media (min-width: 72.0625rem) {
  .intake tbody th code {
    white-space: nowrap;
  }
}

.intake > h3 {
  margin: 2rem 0 0.5rem;
  font-size: 0.875rem;
}

.intake > h2,
.intake > .secret {
  margin-bottom: 0.75rem;
}

.intake .secret {
  align-items: center;
}

.sign-out-everywhere {
  margin-top: 2.5rem;
  padding-top: 1.5rem;
  border-top: 1px solid var(--postern-line);
}

/* The settings show the panel for curl, and hide the others. */
@supports selector(:has(*)) {
  .intake .snippets:has([value="node"]:checked) > .node,
  .intake .snippets:has([value="workflow"]:checked) > .workflow {
    display: block;
  }
}
`;
