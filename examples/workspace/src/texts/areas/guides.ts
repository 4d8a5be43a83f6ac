import type { Guide } from '../../admin-agent/known-questions.js';

/** What the rules explain without looking at any key: how to do something, in a workspace of this URL. */
export type GuideTexts = Readonly<Record<Guide, (url: string) => string>>;

const code = (lines: string) => `\n\`\`\`\n${lines}\n\`\`\`\n`;

export const enGuides: GuideTexts = {
  greeting: () =>
    'Hello! Ask me for API keys, or about them. For example:\n\n' +
    '- Create an API key for me called "CI Pipeline"\n' +
    '- Which keys expire this month?\n' +
    '- How do I use a key with curl?',
  thanks: () => 'You’re welcome.',
  help: () => `I never see a key, and nothing changes until you confirm it. Ask me, for example:

- Create a read-only key called "CI Pipeline" for the team Platform that expires in 30 days
- Rotate my key "CI Pipeline" without an outage
- Delete my key "CI Pipeline"
- Which keys are unused for 90 days?
- Which keys expire this month?
- Which keys never expire?
- Why is my key "CI Pipeline" refused?
- What do I do about a leaked key?
- Rehearse a leak
- How do I use a key with curl?
- How do I use a key in CI?
- How do I connect an agent over MCP?

If you are an admin of the organisation, also:

- Who created what?
- Which keys in the organisation never expire?
- Which automations deserve a team key?
- What still uses personal keys?`,
  disable: () =>
    'I can’t disable or enable keys, but you can: open the key in the settings. A disabled key is refused until someone ' +
    'enables it. The keys of your teams are in the settings, too.',
  leaked: (url) => `Act first, investigate later. Don’t paste the key here.

1. Replace it. Say: Rotate my key "CI Pipeline" – with the name of yours. The old one stops working as soon as you reveal the new one. If no program needs it, say: Delete my key "CI Pipeline"
2. Look at its last use and its history in the settings. Did anyone else use it?
3. Find out where it leaked. Removing it there is not enough: it may have been copied.

If you only have the key itself, report it. It doesn’t matter whose it is. Run this in bash or zsh, paste the key, which is not shown, and press Enter:
${code(reportCommand(url))}
To practise this, say: Rehearse a leak`,
  curl: (
    url,
  ) => `Run this in bash or zsh, paste the key, and press Enter. The key is not shown, and not in the history of the shell.
${code(curlExample(url))}
The response says whose key it is and what it may do. 401 means that the key is refused, 403 that it may not do this.`,
  pipeline: (
    url,
  ) => `Store the key as a secret of the repository, never in a file of it. In GitHub Actions, with a secret named ${keyVariable}:
${code(workflowExample(url))}
Other CI systems have secrets, too: make it an environment variable of the step that needs it. A key of a team keeps working when people leave.`,
  environment:
    () => `Run this in bash or zsh, paste the key, and press Enter. The key is not shown, and not in the history of the shell.
${code(environmentExample)}
Programs that you start from this shell find it there: in Node.js as \`process.env.${keyVariable}\`, in Python as \`os.environ["${keyVariable}"]\`. Send it in the header \`Authorization: Bearer …\`. If you keep it in a \`.env\` file, make sure that git ignores the file.`,
  mcp: (
    url,
  ) => `1. Create a key for the agent that may only offer keys. Say: Create a key called "Agent" with scopes keys:offer
2. Give its client this address (Streamable HTTP) and header, with the key instead of YOUR_KEY:
${code(mcpExample(url))}
The agent sees the keys that you manage, and offers new ones. It never sees a key: you open the links that it gets, and reveal or delete keys there.`,
};

export const deGuides: GuideTexts = {
  greeting: () =>
    'Guten Tag! Fragen Sie mich nach API-Schlüsseln, zum Beispiel:\n\n' +
    '- Erstellen Sie mir einen API-Schlüssel namens „CI Pipeline“\n' +
    '- Welche Schlüssel laufen diesen Monat ab?\n' +
    '- Wie benutze ich einen Schlüssel mit curl?',
  thanks: () => 'Gern geschehen.',
  help: () => `Ich sehe nie einen Schlüssel, und nichts ändert sich, bevor Sie es bestätigen. Fragen Sie zum Beispiel:

- Erstellen Sie einen Schlüssel namens „CI Pipeline“ für das Team Platform, der nur lesen darf und in 30 Tagen abläuft
- Ersetzen Sie meinen Schlüssel „CI Pipeline“ ohne Ausfall
- Löschen Sie meinen Schlüssel „CI Pipeline“
- Welche Schlüssel sind seit 90 Tagen unbenutzt?
- Welche Schlüssel laufen diesen Monat ab?
- Welche Schlüssel laufen nie ab?
- Warum wird mein Schlüssel „CI Pipeline“ abgelehnt?
- Was tun, wenn ein Schlüssel geleakt wurde?
- Einen Leak durchspielen
- Wie benutze ich einen Schlüssel mit curl?
- Wie benutze ich einen Schlüssel in der CI?
- Wie verbinde ich einen Agenten über MCP?

Admins der Organisation können auch fragen:

- Wer hat was erstellt?
- Welche Schlüssel in der Organisation laufen nie ab?
- Welche Automatisierungen brauchen einen Teamschlüssel?
- Was benutzt noch persönliche Schlüssel?`,
  disable: () =>
    'Sperren und entsperren kann ich nicht, aber Sie können es: Öffnen Sie den Schlüssel in den Einstellungen. Ein ' +
    'gesperrter Schlüssel wird abgelehnt, bis ihn jemand entsperrt. Auch die Schlüssel Ihrer Teams finden Sie dort.',
  leaked: (url) => `Erst handeln, dann nachforschen. Fügen Sie den Schlüssel nicht hier ein.

1. Ersetzen Sie ihn. Schreiben Sie: Ersetzen Sie meinen Schlüssel „CI Pipeline“ – mit dem Namen Ihres Schlüssels. Der alte gilt nicht mehr, sobald Sie den neuen anzeigen lassen. Braucht ihn kein Programm, schreiben Sie: Löschen Sie meinen Schlüssel „CI Pipeline“
2. Sehen Sie in den Einstellungen nach, wann er zuletzt benutzt wurde und was mit ihm geschah. Hat ihn jemand anderes benutzt?
3. Finden Sie heraus, wo er öffentlich wurde. Ihn dort zu entfernen reicht nicht: Er kann schon kopiert sein.

Haben Sie nur den Schlüssel selbst, melden Sie ihn, egal wem er gehört. Führen Sie diesen Befehl in bash oder zsh aus, fügen Sie den Schlüssel ein (er bleibt unsichtbar) und drücken Sie die Eingabetaste:
${code(reportCommand(url))}
Zum Üben schreiben Sie: Einen Leak durchspielen`,
  curl: (
    url,
  ) => `Führen Sie diesen Befehl in bash oder zsh aus, fügen Sie den Schlüssel ein und drücken Sie die Eingabetaste. Er bleibt unsichtbar und steht nicht im Verlauf der Shell.
${code(curlExample(url))}
Die Antwort nennt den Eigentümer des Schlüssels und was er darf. 401 heißt, dass der Schlüssel abgelehnt wird, 403, dass er das nicht darf.`,
  pipeline: (
    url,
  ) => `Speichern Sie den Schlüssel als Secret des Repositorys, nie in einer seiner Dateien. In GitHub Actions, mit einem Secret namens ${keyVariable}:
${code(workflowExample(url))}
Auch andere CI-Systeme haben Secrets: Geben Sie den Schlüssel dem Schritt, der ihn braucht, als Umgebungsvariable. Ein Teamschlüssel gilt weiter, wenn jemand geht.`,
  environment:
    () => `Führen Sie diesen Befehl in bash oder zsh aus, fügen Sie den Schlüssel ein und drücken Sie die Eingabetaste. Er bleibt unsichtbar und steht nicht im Verlauf der Shell.
${code(environmentExample)}
Programme, die Sie aus dieser Shell starten, finden ihn dort: in Node.js als \`process.env.${keyVariable}\`, in Python als \`os.environ["${keyVariable}"]\`. Senden Sie ihn im Header \`Authorization: Bearer …\`. Steht er in einer \`.env\`-Datei, muss git diese Datei ignorieren.`,
  mcp: (
    url,
  ) => `1. Erstellen Sie für den Agenten einen Schlüssel, der nur Schlüssel anbieten darf. Schreiben Sie: Erstellen Sie einen Schlüssel namens „Agent“ mit dem Recht keys:offer
2. Geben Sie seinem Client diese Adresse (Streamable HTTP) und diesen Header, mit dem Schlüssel anstelle von YOUR_KEY:
${code(mcpExample(url))}
Der Agent sieht die Schlüssel, die Sie verwalten, und bietet neue an. Einen Schlüssel selbst sieht er nie: Sie öffnen die Links, die er erhält, und lassen den Schlüssel dort anzeigen oder löschen ihn.`,
};

/** The environment variable of all examples. `read` must be in one command with what follows, which it would read otherwise. */
const keyVariable = 'WORKSPACE_API_KEY';

/** For the input of curl: its arguments, unlike the environment, can be seen by everyone who uses the machine. */
export const bearerHeader = `printf 'Authorization: Bearer %s' "$${keyVariable}"`;

const curlExample = (url: string) => `read -rs ${keyVariable} && \\
  ${bearerHeader} | curl ${url}/api/whoami -H @-`;

const workflowExample = (url: string) => `- name: Check the key
  env:
    ${keyVariable}: \${{ secrets.${keyVariable} }}
  run: >
    ${bearerHeader} |
    curl --fail-with-body ${url}/api/whoami -H @-`;

const environmentExample = `read -rs ${keyVariable} && \\
  export ${keyVariable}`;

const mcpExample = (url: string) => `${url}/mcp
Authorization: Bearer YOUR_KEY`;

/** Typed input is not shown, and is not in the history of the shell, the arguments of a process or a URL. */
export function reportCommand(url: string): string {
  return `read -rs KEY; printf '{"token":"%s"}' "$KEY" | curl ${url}/leaked-keys -H 'Content-Type: application/json' -d @-`;
}
