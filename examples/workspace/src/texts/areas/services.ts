/** The service accounts, which admins of the organisation manage. */
export interface ServiceTexts {
  readonly title: string;
}

export const enServices: ServiceTexts = {
  title: 'Service accounts',
};

export const deServices: ServiceTexts = {
  title: 'Dienstkonten',
};
