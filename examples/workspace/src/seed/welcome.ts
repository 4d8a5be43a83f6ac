import type { Seeded } from './seed.js';

/**
 * The commands to paste next. They work in sh, bash and zsh. Comments have only letters, digits and commas: an
 * interactive zsh runs them as commands.
 */
export function welcome(url: string, { generatedPassword }: Seeded): string {
  const password =
    generatedPassword === undefined
      ? `# All people have the password that the workspace was started with, set it here too, as WORKSPACE_PASSWORD`
      : `# All people have this password, it is shown once\nWORKSPACE_PASSWORD='${generatedPassword}'`;
  return `The demo organisation was created. Sign in as ada@example.com, an admin, or grace@example.com, a member.
Open ${url} in a browser. The Admin agent there creates keys, and tells an admin who created what.
Or paste this into another terminal:

${password}

# Sign in as ada, the session goes to cookies.txt
curl -c cookies.txt ${url}/api/session \\
  -H 'Content-Type: application/json' \\
  -d "{\\"email\\": \\"ada@example.com\\", \\"password\\": \\"$WORKSPACE_PASSWORD\\"}"
echo

# Create a key, its token is in this response and nowhere else
ISSUED=$(curl -s -b cookies.txt ${url}/api/user/keys \\
  -H 'Origin: ${url}' \\
  -H 'Content-Type: application/json' \\
  -d '{"name": "CI Pipeline"}')
printf '%s\\n' "$ISSUED"
TOKEN=$(printf '%s' "$ISSUED" | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')

# Use it
curl ${url}/api/agents \\
  -H "Authorization: Bearer $TOKEN"
echo
curl ${url}/api/anthropic/v1/messages \\
  -H "x-api-key: $TOKEN" \\
  -H "anthropic-version: 2023-06-01" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "auto", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'
echo

# Delete it, and the next request gets 401
curl -X DELETE -b cookies.txt -H 'Origin: ${url}' ${url}/api/user/keys/$(printf '%s' "$TOKEN" | cut -c 6-21)
curl -i ${url}/api/agents \\
  -H "Authorization: Bearer $TOKEN"
echo
`;
}
