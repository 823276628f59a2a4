import { request, type Agent } from 'node:http';

export interface Answer {
  readonly status: number;
  /** From the call to the end of the answer. */
  readonly milliseconds: number;
}

/** Sends a body; resolves with the answer once all of it is there. */
export function post(
  url: URL,
  agent: Agent,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            milliseconds: performance.now() - startedMs,
          }),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}
