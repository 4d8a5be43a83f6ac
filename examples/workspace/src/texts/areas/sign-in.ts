/** Signing in and out. */
export interface SignInTexts {
  readonly title: string;
  /** The heading above the form. */
  readonly heading: string;
  readonly email: string;
  readonly password: string;
  readonly signIn: string;
  readonly incomplete: string;
  /** The same in every case, so that no one learns who has an account here. */
  readonly wrong: string;
  /** More people are signing in than the workspace can check at once. */
  readonly busy: string;
  /** Someone is already signed in in this browser. */
  readonly signedInAs: (name: string) => string;
  readonly continue: string;
  /** Shown after signing out. */
  readonly signedOut: string;
  readonly signOutTitle: string;
  readonly signOutText: (name: string, email: string) => string;
  readonly signOut: string;
  readonly cancel: string;
  readonly everywhere: string;
  readonly everywhereText: string;
}

export const enSignIn: SignInTexts = {
  title: 'Sign in',
  heading: 'Sign in to Workspace',
  email: 'Email address',
  password: 'Password',
  signIn: 'Sign in',
  incomplete: 'Enter your email address and password.',
  wrong:
    'That email address and password don’t match. Check both and try again. If you don’t know your password, ask an admin of your organisation.',
  busy: 'Too many people are signing in right now. Try again in a moment.',
  signedInAs: (name) => `You’re signed in as ${name}.`,
  continue: 'Continue',
  signedOut: 'You’re signed out.',
  signOutTitle: 'Sign out?',
  signOutText: (name, email) => `You’re signed in as ${name} (${email}).`,
  signOut: 'Sign out',
  cancel: 'Cancel',
  everywhere: 'Sign out everywhere',
  everywhereText: 'Ends your sessions in every browser, including this one. Your API keys keep working.',
};

export const deSignIn: SignInTexts = {
  title: 'Anmelden',
  heading: 'Bei Workspace anmelden',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  signIn: 'Anmelden',
  incomplete: 'Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.',
  wrong:
    'E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal. Wenn Sie Ihr Passwort nicht mehr wissen, wenden Sie sich an einen Admin Ihrer Organisation.',
  busy: 'Gerade melden sich zu viele Personen gleichzeitig an. Versuchen Sie es gleich noch einmal.',
  signedInAs: (name) => `Sie sind als ${name} angemeldet.`,
  continue: 'Weiter',
  signedOut: 'Sie sind abgemeldet.',
  signOutTitle: 'Abmelden?',
  signOutText: (name, email) => `Sie sind als ${name} (${email}) angemeldet.`,
  signOut: 'Abmelden',
  cancel: 'Abbrechen',
  everywhere: 'Überall abmelden',
  everywhereText:
    'Beendet Ihre Sitzungen in allen Browsern, auch in diesem. Ihre API-Schlüssel gelten weiter.',
};
