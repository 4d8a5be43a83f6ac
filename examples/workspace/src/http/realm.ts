/** The name of the protection space in challenges (RFC 9110 §11.5). */
export const realm = 'workspace';
