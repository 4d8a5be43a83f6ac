/** TLS with a key that both sides know, so that no test needs a certificate. */
export declare const sharedKeyTls: {
  readonly ciphers: string;
  readonly maxVersion: 'TLSv1.2';
  readonly pskCallback: () => { readonly psk: Uint8Array; readonly identity: string };
};
