import type { Section } from '../section.js';
import { sqliteFigures } from './sqlite-figures.js';

export const section: Section = {
  name: 'warm',
  title: 'Warm verification on SQLite',
  prose: [],
  run: sqliteFigures,
};
