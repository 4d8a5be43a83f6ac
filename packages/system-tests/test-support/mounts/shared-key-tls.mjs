/** TLS with a key that both sides know, so that no test needs a certificate. */
export const sharedKeyTls = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  maxVersion: 'TLSv1.2',
  pskCallback: () => ({ psk: new Uint8Array(32), identity: 'test' }),
};
