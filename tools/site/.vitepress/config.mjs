import { defineConfig } from 'vitepress';
import { accessibleSearch } from '../accessible-search.mjs';
import { plainMarkdown, renderForSearch, slugOnGitHub } from '../markdown.mjs';
import { guideSidebar, referenceSidebars } from '../sidebar.mjs';
import { dist, repositoryUrl, siteUrl, staged } from '../site.mjs';

const searchOptions = {
  _render: renderForSearch,
  detailedView: true,
};

const base = new URL(siteUrl).pathname;

export default defineConfig({
  title: 'Postern',
  description: 'API keys for services on Node, Bun and Deno: issue, verify and revoke them.',
  lang: 'en',
  base,
  srcDir: staged,
  outDir: dist,
  cleanUrls: true,
  metaChunk: true,
  vite: { plugins: [accessibleSearch()] },
  markdown: {
    theme: { light: 'github-light-default', dark: 'github-dark-default' },
    languages: ['js', 'ts', 'sh', 'json', 'sql', 'http', 'yaml', 'dockerfile'],
    // The pages are plain Markdown: nothing in them means more than on GitHub.
    linkify: false,
    attrs: { disable: true },
    anchor: { slugify: slugOnGitHub },
    config: plainMarkdown,
  },
  head: [['link', { rel: 'icon', href: `${base}logo.svg` }]],
  // Each page as Markdown, next to its HTML.
  transformHead: ({ page }) =>
    page === '404.md' ? [] : [['link', { rel: 'alternate', type: 'text/markdown', href: base + page }]],
  themeConfig: {
    logo: '/logo.svg',
    nav: [
      { text: 'Guide', link: '/getting-started', activeMatch: '^/(?!reference/)' },
      { text: 'API reference', link: '/reference/', activeMatch: '^/reference/' },
    ],
    sidebar: { '/': guideSidebar(), ...referenceSidebars() },
    outline: { level: [2, 3] },
    search: { provider: 'local', options: searchOptions },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    editLink: {
      pattern: ({ frontmatter }) => `https://github.com/postern/postern/blob/main/${frontmatter.source}`,
      text: 'View this page on GitHub',
    },
  },
});
