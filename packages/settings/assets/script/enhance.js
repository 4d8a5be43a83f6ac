import { showCopyButtons } from './copy.js';
import { useLocalDays } from './local-days.js';
import { refreshTimes } from './times.js';

/** Adds what only works with the script to a part of the page. @param {ParentNode} root */
export function enhance(root) {
  useLocalDays(root);
  refreshTimes(root);
  showCopyButtons(root);
}
