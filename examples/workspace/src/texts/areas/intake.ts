/** The intake webhooks of a person's teams, and the work that they received. */
export interface IntakeTexts {
  readonly title: string;
}

export const enIntake: IntakeTexts = {
  title: 'Intake webhooks',
};

export const deIntake: IntakeTexts = {
  title: 'Intake-Webhooks',
};
