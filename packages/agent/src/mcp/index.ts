export { type McpHandler, type McpHandlerOptions, mcpHandler, type StillThere } from './mcp-handler.js';
export { type StdioOptions, serveStdio } from './serve-stdio.js';
