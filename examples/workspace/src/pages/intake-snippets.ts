/** A piece of code that sends work, ready to paste. It reads the key from the environment variable `INTAKE_KEY`. */
export interface Snippet {
  /** What the style calls it. */
  readonly id: string;
  /** The name of the tool, which is the same in every language. */
  readonly tool: string;
  readonly code: string;
}

/** Returns how to send work to an address with some tools. */
export function intakeSnippets(address: string): readonly Snippet[] {
  return [
    { id: 'curl', tool: 'curl', code: curl(address) },
    { id: 'node', tool: 'Node.js', code: node(address) },
    { id: 'workflow', tool: 'GitHub Actions', code: gitHubActions(address) },
  ];
}

const curl = (address: string) => `curl ${address} \\
  -H "Authorization: Bearer $INTAKE_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"title": "Printer", "text": "It is on fire"}'`;

const node = (address: string) => `const response = await fetch('${address}', {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.INTAKE_KEY}\`,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  },
  body: JSON.stringify({ title: 'Printer', text: 'It is on fire' }),
});
console.log(response.status, await response.json());`;

const gitHubActions = (address: string) => `- name: Report the failure
  if: failure()
  env:
    INTAKE_KEY: \${{ secrets.INTAKE_KEY }}
  run: |
    curl ${address} \\
      --fail-with-body \\
      -H "Authorization: Bearer $INTAKE_KEY" \\
      -H "Content-Type: application/json" \\
      -H "Idempotency-Key: $GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT" \\
      -d "{\\"title\\": \\"Build failed\\", \\"text\\": \\"Run $GITHUB_RUN_ID of $GITHUB_REPOSITORY\\"}"`;
