/** A browser's part of a sign-in: one request at a time, cookies kept, redirects shown instead of followed. */
export interface Visitor {
  /** Opens an address, or posts a form to it. */
  visit(
    url: URL,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

/** A visitor without cookies yet. They are kept by name alone: a visitor sees one host. */
export function createVisitor(): Visitor {
  const cookies = new Map<string, string>();
  return {
    async visit(url, form, headers = {}) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { ...headers, Cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}
