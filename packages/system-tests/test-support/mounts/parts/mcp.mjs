import { ada } from '../keys.mjs';
import { mcp } from '../mcp.mjs';

export const handler = (request) => mcp.fetch(request, ada);
