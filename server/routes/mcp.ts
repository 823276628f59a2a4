import { OpenAPIHono } from '@hono/zod-openapi';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { requireScope } from '../access/principal.ts';
import type { RequestVariables, Services } from '../context.ts';
import { createMcpTools } from '../mcp-tools.ts';

/** Tools for assistants over MCP's streamable HTTP, without sessions: every request stands alone. */
export function mcpRoutes(services: Services) {
  return new OpenAPIHono<RequestVariables>().all('/mcp', async (c) => {
    const principal = c.get('principal');
    requireScope(principal, 'read');
    if (c.req.method !== 'POST') {
      return c.body(null, 405, { allow: 'POST' });
    }
    const server = createMcpTools(services, principal);
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    try {
      return await transport.handleRequest(c.req.raw);
    } finally {
      await server.close();
    }
  });
}
