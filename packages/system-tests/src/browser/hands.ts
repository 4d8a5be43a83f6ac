import type { Locator } from 'playwright-core';

/** How a person uses a page. */
export interface Hand {
  /** Presses a link or a button. */
  press(target: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** Chooses one of several radio buttons. */
  choose(option: Locator): Promise<void>;
}

export const mouse: Hand = {
  press: (target) => target.click(),
  fill: (field, text) => field.fill(text),
  choose: (option) => option.check(),
};

/** Reaches everything with Tab and the arrows, as someone does who has no mouse. */
export const keyboard: Hand = {
  async press(target) {
    await reach(target);
    await keysOf(target).press('Enter');
  },
  async fill(field, text) {
    await reach(field);
    await keysOf(field).press('Control+A');
    await keysOf(field).type(text);
  },
  async choose(option) {
    const group = option.page().locator(`input[name="${await option.getAttribute('name')}"]:checked`);
    await reach(group);
    for (let presses = 0; !(await option.isChecked()); presses += 1) {
      if (presses > 20) throw new Error('the arrows never reached an option');
      await keysOf(option).press('ArrowDown');
    }
  },
};

const keysOf = (target: Locator) => target.page().keyboard;

/** More elements than these pages have. */
const maxPresses = 150;

async function reach(target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < maxPresses; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await keysOf(target).press('Tab');
  }
  throw new Error(`pressing Tab never reached ${target}`);
}
