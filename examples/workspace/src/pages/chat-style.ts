/** The style of the chat, in addition to that of the settings. */
export const chatStyle = `.chat {
  margin: 0 0 1.5rem;
  padding: 0;
  list-style: none;
}

.chat li {
  margin-bottom: 1rem;
  padding: 0.75rem 1rem;
  border-radius: var(--postern-radius);
  background: var(--postern-surface);
  overflow-wrap: anywhere;
}

.chat li.person {
  margin-inline-start: 2rem;
  background: transparent;
  border: 1px solid var(--postern-line);
}

.chat p {
  margin: 0.25rem 0;
  white-space: pre-line;
}

.card {
  margin-top: 0.5rem;
  padding: 0.75rem;
  border: 1px solid var(--postern-line);
  border-radius: var(--postern-radius);
  background: var(--postern-background);
}

.card h2 {
  margin: 0 0 0.5rem;
  font-size: 1rem;
}

#text {
  width: 100%;
}
`;
