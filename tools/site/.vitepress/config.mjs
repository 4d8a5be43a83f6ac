import { defineConfig } from 'vitepress';
import { plainMarkdown, slugOnGitHub } from '../markdown.mjs';
import { guideSidebar, referenceSidebars } from '../sidebar.mjs';
import { dist, repositoryUrl, siteUrl, staged } from '../site.mjs';

export default defineConfig({
  title: 'Postern',
  description: 'API keys for Node services: issue, verify and revoke them.',
  lang: 'en',
  base: new URL(siteUrl).pathname,
  srcDir: staged,
  outDir: dist,
  cleanUrls: true,
  metaChunk: true,
  markdown: {
    theme: { light: 'github-light-default', dark: 'github-dark-default' },
    languages: ['js', 'ts', 'sh', 'json', 'sql', 'http', 'yaml', 'dockerfile'],
    // The pages are plain Markdown: nothing in them means more than on GitHub.
    linkify: false,
    attrs: { disable: true },
    anchor: { slugify: slugOnGitHub },
    config: plainMarkdown,
  },
  themeConfig: {
    nav: [
      { text: 'Guide', link: '/getting-started', activeMatch: '^/(?!reference/)' },
      { text: 'API reference', link: '/reference/', activeMatch: '^/reference/' },
    ],
    sidebar: { '/': guideSidebar(), ...referenceSidebars() },
    outline: { level: [2, 3] },
    search: { provider: 'local', options: { detailedView: true } },
    socialLinks: [{ icon: 'github', link: repositoryUrl }],
    editLink: {
      pattern: ({ frontmatter }) => `https://github.com/postern/postern/blob/main/${frontmatter.source}`,
      text: 'View this page on GitHub',
    },
  },
});
