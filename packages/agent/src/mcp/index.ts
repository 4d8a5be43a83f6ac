export { type McpHandler, type McpHandlerOptions, mcpHandler } from './mcp-handler.js';
export { type StdioOptions, serveStdio } from './serve-stdio.js';
