import { eachOwner } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { root, withAdmins } from '../../test-support/admins.js';
import { pages, tokenIn, visit } from '../../test-support/pages.js';
import { de } from '../index.js';

const ada = { kind: 'user', id: 'ada' } as const;
const platform = { kind: 'team', id: 'platform' } as const;

async function offered(subject: ReturnType<typeof pages>, owner: typeof ada | typeof platform = ada) {
  const offer = await subject.keys.offer({ owner, actor: ada, name: '<b>CI</b> Pipeline' });
  return { offer, path: `/offers/${offer.id}` };
}

describe('the page of an offer', () => {
  it('shows the key that is offered, and reveals it once', async () => {
    const subject = pages();
    const { offer, path } = await offered(subject);
    const page = await visit(subject, path);
    expect(page.text).toContain('&lt;b&gt;CI&lt;/b&gt; Pipeline');
    expect(page.text).toContain('Reveal key');
    expect(tokenIn(page.text)).toBe('');

    const revealed = await visit(subject, `${path}/claim`, { form: [] });
    expect([revealed.status, revealed.headers.get('Cache-Control')]).toEqual([201, 'no-store']);
    const token = tokenIn(revealed.text);
    expect(await subject.keys.verify(token)).toMatchObject({ ok: true, principal: { keyId: offer.id } });

    const again = await visit(subject, `${path}/claim`, { form: [] });
    expect([again.status, tokenIn(again.text)]).toEqual([409, '']);
    expect(again.text).toContain('its key was already revealed');
    const after = await visit(subject, path);
    expect(after.text).toContain('The key was revealed');
    expect(after.text).not.toContain('Reveal key');
  });

  it('withdraws the offer', async () => {
    const subject = pages();
    const { offer, path } = await offered(subject);
    const { status, headers } = await visit(subject, `${path}/withdraw`, { form: [] });
    expect([status, headers.get('Location')]).toEqual([303, `../../offers/${offer.id}?done=withdrawn`]);
    expect((await visit(subject, path)).text).toContain('The offer was withdrawn');
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(409);
  });

  it('says that the offer has ended once its time is up', async () => {
    const subject = pages();
    const { id } = await subject.keys.offer({ owner: ada, actor: ada, name: 'short', offerTtlMs: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect((await visit(subject, `/offers/${id}`)).text).toContain('The offer has expired');
    expect((await visit(subject, `/offers/${id}/claim`, { form: [] })).status).toBe(409);
  });
});

describe('the page of an offer says', () => {
  it('who offers what to whom, since when and until when, and what the key may do', async () => {
    const subject = pages({
      nameOf: ({ id }) => id.toUpperCase(),
      describeScope: (scope) => (scope === 'agents:read' ? 'See all agents' : undefined),
    });
    const request = { owner: ada, actor: ada, name: 'CI', scopes: ['agents:read'], expiresAt: null };
    const offer = await subject.keys.offer(request);
    const { text } = await visit(subject, `/offers/${offer.id}`);
    for (const said of [
      '<dt>Owner</dt><dd>ADA (you)</dd>',
      '<dt>Offered by</dt><dd>ADA (you)</dd>',
      'See all agents',
    ])
      expect(text).toContain(said);
    for (const [name, at] of [
      ['Offered', offer.offeredAt],
      ['Offer ends', offer.expiresAt],
    ] as const)
      expect(text).toContain(`<dt>${name}</dt><dd><time class="both" datetime="${at.toISOString()}"`);
  });

  it('the name and the owner of a key that offers, such as an agent’s', async () => {
    const subject = withAdmins();
    const { key } = await subject.keys.issue({ owner: platform, actor: root, name: 'Admin agent' });
    const agent = { kind: 'key', id: key.id, owner: platform, permissions: ['agents:read'] } as const;
    const offer = await subject.keys.offer({
      owner: platform,
      actor: agent,
      name: 'CI',
      scopes: ['agents:read'],
    });
    const by = async () =>
      /<dt>Offered by<\/dt><dd>(.*?)<\/dd>/.exec(
        (await visit(subject, `/offers/${offer.id}`, { as: 'root' })).text,
      )?.[1];
    expect(await by()).toBe('the key “Admin agent” of Team platform');
    await subject.keys.revoke(key.id, { actor: root });
    await subject.keys.purge({ actor: root, revokedBefore: new Date(Date.now() + 1_000) });
    expect(await by()).toBe(`API key ${key.id.slice(0, 8)}…`);
  });

  it('what has become of it, and where to go from there', async () => {
    const subject = pages();
    const { path, offer } = await offered(subject);
    await visit(subject, `${path}/claim`, { form: [] });
    const claimed = await visit(subject, `${path}?done=withdrawn`);
    expect(claimed.text).toContain(`<a class="button" href="../user/keys/${offer.id}">Open “&lt;b&gt;CI`);
    expect(claimed.text).not.toContain('data-done');

    const other = await offered(subject);
    await visit(subject, `${other.path}/withdraw`, { form: [] });
    const withdrawn = await visit(subject, `${other.path}?done=withdrawn`);
    expect(withdrawn.text).toContain('role="status" data-done>The offer was withdrawn.');
    expect(withdrawn.text).toContain('<a class="button" href="../user/keys">See the keys</a>');
    expect((await visit(subject, other.path)).text).not.toContain('data-done');
  });
});

describe('M09 the offer of a rotation', () => {
  const hourMs = 60 * 60 * 1_000;

  async function rotation(subject: ReturnType<typeof pages>, graceMs = 0, expiresInMs?: number) {
    const expiresAt = expiresInMs === undefined ? null : new Date(Date.now() + expiresInMs);
    const request = { owner: platform, actor: ada, name: 'Production', scopes: ['agents:read'], expiresAt };
    const old = await subject.keys.issue(request);
    const { id } = await subject.keys.offerRotation(old.key.id, { actor: ada, graceMs });
    const display = `team.${old.key.id.slice(0, 8)}…`;
    return { old, display, path: `/offers/${id}`, form: [['replaces', old.key.id]] as const };
  }

  it('M09 says that it is a rotation: which key, whose, what ends and when, also on the button', async () => {
    const subject = pages({ nameOf: ({ id }) => (id === 'platform' ? 'Platform' : id) });
    const { path, display } = await rotation(subject);
    const { text } = await visit(subject, path);
    for (const said of ['Replace the key “Production”?', display, 'Team Platform', 'agents:read'])
      expect(text).toContain(said);
    expect(text).toContain('It stops working as soon as you reveal the new one.');
    expect(text).toContain(
      'If it had itself replaced a key that still works, that key stops as soon as you reveal',
    );
    expect(text).toContain('Replace the key and reveal the new one');
    expect(text).not.toContain('Reveal key');
    expect((await visit(subject, (await rotation(subject, 2 * hourMs)).path)).text).toContain(
      'it keeps working for 2 hours, then stops',
    );
    expect((await visit(subject, (await rotation(subject, 2 * hourMs, hourMs)).path)).text).toContain(
      'it works until it expires',
    );
  });

  it('M09 shows when the new key expires, which may be later than the old one', async () => {
    const subject = pages();
    const { old, path } = await rotation(subject, 2 * hourMs, hourMs);
    const offer = await subject.keys.offerRotation(old.key.id, { actor: ada, expiresAt: null });
    expect((await visit(subject, `/offers/${offer.id}`)).text).toContain(
      '<dt>New key expires</dt><dd><p class="warning">This key never expires.</p></dd>',
    );
    const { keyExpiresAt } = await subject.keys.getOffer(path.slice('/offers/'.length), { actor: ada });
    expect(Number(keyExpiresAt)).toBeGreaterThanOrEqual(Number(old.key.expiresAt));
    expect((await visit(subject, path)).text).toContain(
      `<dt>New key expires</dt><dd><time class="both" datetime="${keyExpiresAt?.toISOString()}"`,
    );
  });

  it('M09 is not claimed by a form that does not name the key it ends', async () => {
    const subject = pages();
    const { old, path, form } = await rotation(subject);
    for (const unconfirmed of [[], [['replaces', 'another']]] as const) {
      const answer = await visit(subject, `${path}/claim`, { form: unconfirmed });
      expect([answer.status, tokenIn(answer.text)]).toEqual([422, '']);
      expect(answer.text).toContain('Replace the key and reveal the new one');
    }
    expect(await subject.keys.verify(old.token)).toMatchObject({ ok: true });
    expect((await visit(subject, `${path}/claim`, { form })).status).toBe(201);
  });

  it('M09 says next to the token which key has ended, or until when it works, and whose it is', async () => {
    const subject = pages();
    const { old, path, form, display } = await rotation(subject);
    const revealed = await visit(subject, `${path}/claim`, { form });
    expect(revealed.text).toContain('“Production” has a new key');
    expect(revealed.text).toContain(`The old key ${display} has stopped working.`);
    expect(revealed.text).toContain('Acts as Team platform');
    expect(await subject.keys.verify(tokenIn(revealed.text))).toMatchObject({ ok: true });
    expect(await subject.keys.verify(old.token)).toMatchObject({ ok: false });
    const later = await rotation(subject, hourMs);
    const inGrace = await visit(subject, `${later.path}/claim`, { form: later.form });
    expect(inGrace.text).toMatch(new RegExp(`The old key ${later.display} works until .* UTC\\.`));
    expect(await subject.keys.verify(later.old.token)).toMatchObject({ ok: true });
  });

  it('M09 says next to the token which earlier key has ended, if its grace period had not', async () => {
    const subject = pages();
    const { old, path, form, display } = await rotation(subject, hourMs);
    const successor = tokenIn((await visit(subject, `${path}/claim`, { form })).text);
    const keyId = successor.slice('team.'.length).slice(0, 16);
    const { id } = await subject.keys.offerRotation(keyId, { actor: ada, graceMs: hourMs });
    const revealed = await visit(subject, `/offers/${id}/claim`, { form: [['replaces', keyId]] });
    expect(revealed.text).toContain(`The old key ${display} has stopped working.`);
    expect(revealed.text).toMatch(/The old key team\.\w{8}… works until .* UTC\./);
    expect(await subject.keys.verify(old.token)).toMatchObject({ ok: false });
    expect(await subject.keys.verify(successor)).toMatchObject({ ok: true });
  });

  it('M09 says all of this in German', async () => {
    const subject = pages({ texts: de });
    const { path, form, display } = await rotation(subject);
    const { text } = await visit(subject, path);
    for (const said of ['Den Schlüssel „Production“ ersetzen?', display, 'Team platform'])
      expect(text).toContain(said);
    expect(text).toContain('Er gilt nicht mehr, sobald Sie den neuen anzeigen lassen.');
    expect(text).toContain('Hat er selbst einen Schlüssel ersetzt, der noch gilt');
    expect(text).toContain('Schlüssel ersetzen und den neuen anzeigen');
    const revealed = await visit(subject, `${path}/claim`, { form });
    expect(revealed.text).toContain(`Der alte Schlüssel ${display} gilt nicht mehr.`);
  });
});

it('M09 the pages for an offer, a revealed key and a deletion say whose key it is', async () => {
  const subject = pages({ nameOf: () => 'Acme' });
  const { offer, path } = await offered(subject, platform);
  const responses = [
    await visit(subject, path),
    await visit(subject, `${path}/claim`, { form: [] }),
    await visit(subject, `/teams/platform/keys/${offer.id}/delete`),
  ];
  for (const { text } of responses) expect(text).toContain('Team Acme');
});

it('M09 nothing is claimed, so no token is lost, if the host fails to name the owner', async () => {
  let isDown = false;
  const nameOf = ({ id }: { id: string }) => (isDown ? Promise.reject(new Error('down')) : id);
  const subject = pages({ nameOf });
  const { offer, path } = await offered(subject);
  isDown = true;
  expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(503);
  expect((await visit(subject, '/user/keys', { form: [['name', 'n']] })).status).toBe(503);
  expect((await subject.keys.list({ owner: ada, actor: ada })).keys).toEqual([]);
  expect((await subject.keys.getOffer(offer.id, { actor: ada })).claimedAt).toBeNull();
});

it.each([
  [{ active: false, permissions: ['agents:read'] }, 'The owner is no longer active.'],
  [{ active: true, permissions: [] }, 'agents:read'],
])('does not speak of access if the owner lost it since the offer (%#)', async (lost, sentence) => {
  const owner = { active: true, permissions: ['agents:read'] };
  const subject = pages({}, {}, {}, { owners: eachOwner(() => ({ ...owner })) });
  const { id } = await subject.keys.offer({ owner: ada, actor: ada, name: 'CI', scopes: ['agents:read'] });
  Object.assign(owner, lost);
  const { status, text } = await visit(subject, `/offers/${id}/claim`, { form: [] });
  expect(status).toBe(403);
  expect(text).toContain(sentence);
  expect(text).not.toContain('You don’t have access');
});

describe('M08 an offer is revealed only by its owner', () => {
  it('M08 another person cannot reveal it, and learns nothing about it', async () => {
    const subject = pages();
    const { path } = await offered(subject);
    for (const [address, form] of [[path], [`${path}/claim`, []], [`${path}/withdraw`, []]] as const) {
      const { status, text } = await visit(subject, address, { as: 'grace', ...(form && { form }) });
      expect(status).toBe(404);
      expect(text).not.toContain('Pipeline');
    }
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(201);
  });

  it('M08 a member of a team who may not manage its keys cannot reveal it', async () => {
    const subject = pages();
    const { path } = await offered(subject, platform);
    expect((await visit(subject, `${path}/claim`, { as: 'grace', form: [] })).status).toBe(404);
    expect((await visit(subject, path)).text).toContain('platform');
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(201);
  });

  it('M08 a person whose owners, according to the host, do not include its owner cannot reveal it', async () => {
    const subject = pages({ ownersOf: () => [{ kind: 'user', id: 'another' }] });
    const { path } = await offered(subject);
    expect((await visit(subject, path)).status).toBe(404);
    expect((await visit(subject, `${path}/claim`, { form: [] })).status).toBe(404);
  });

  it('M08 neither another site nor anyone who is signed out can reveal it', async () => {
    const subject = pages();
    const { path } = await offered(subject);
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await visit(subject, `${path}/claim`, { form: [], headers })).status).toBe(403);
    expect((await visit(subject, `${path}/claim`, { as: null, form: [] })).status).toBe(401);
    const signedOut = await visit(subject, path, { as: null });
    expect([signedOut.status, signedOut.headers.get('Location')]).toEqual([303, '/sign-in']);
    expect((await visit(subject, '/offers/nothing')).status).toBe(404);
  });
});
