/** What the rules ask if they don't understand. The texts are in the catalogue, by this name. */
export type QuestionName =
  | 'anything'
  | 'oneThing'
  | 'once'
  | 'quotes'
  | 'newName'
  | 'name'
  | 'keyId'
  | 'owner'
  | 'team'
  | 'service'
  | 'duration'
  | 'grace'
  | 'scopes';
