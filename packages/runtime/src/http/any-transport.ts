/** What we need of a request of either transport, HTTP/1.1 or HTTP/2. */
export interface AnyRequest {
  readonly id: string;
  readonly headers: { readonly "content-type"?: string | undefined };
}

/** What we need of a reply of either transport. */
export interface AnyReply {
  code(status: number): AnyReply;
  header(name: string, value: string): AnyReply;
  headers(values: Record<string, string>): AnyReply;
  send(body: unknown): unknown;
}
