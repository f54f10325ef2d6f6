import type { Json } from "../../../shared/contracts/values.ts";

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON; undefined when it is none. */
  readonly json: Json | undefined;
  readonly headers: Headers;
}

/** One request, said exactly: for what a typed client would not send. */
export async function request(
  url: string,
  options: {
    readonly method?: string;
    readonly token?: string | undefined;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array<ArrayBuffer>;
  } = {},
): Promise<RawAnswer> {
  const { method = "GET", token, headers = {}, body } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, text, json: jsonOf(text), headers: response.headers };
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The code of an error answer. */
export function codeOf({ json }: RawAnswer): string | undefined {
  const error = (json as { readonly error?: { readonly code?: string } } | undefined)?.error;
  return error?.code;
}
