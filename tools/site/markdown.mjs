// VitePress compiles Markdown to Vue templates. These rules keep what is plain on GitHub plain on the site.

/** Turns off what VitePress adds to Markdown: emoji codes, and values in double braces. */
export function plainMarkdown(md) {
  md.core.ruler.disable('emoji');
  const { text, code_inline: code } = md.renderer.rules;
  md.renderer.rules.text = (...args) => text(...args).replaceAll('{{', '&#123;&#123;');
  md.renderer.rules.code_inline = (...args) => code(...args).replace('<code', '<code v-pre');
}

/** Renders a page for the search index, which needs no colors in code. */
export function renderForSearch(source, env, md) {
  const { highlight } = md.options;
  md.options.highlight = null;
  try {
    return md.render(source, env);
  } finally {
    md.options.highlight = highlight;
  }
}

/** The anchor that GitHub creates for a heading. */
export function slugOnGitHub(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
