/** An installation as its administrator asks it. */
export interface Api {
  readonly url: string;
  readonly key: string;
  /** An answer that must be a success; a body makes it a POST. */
  ask(path: string, body?: object, method?: string): Promise<unknown>;
}

export const createApi = (url: string, key: string): Api => ({
  url,
  key,
  async ask(path, body, method = body === undefined ? 'GET' : 'POST') {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? null : (JSON.parse(text) as unknown);
  },
});
