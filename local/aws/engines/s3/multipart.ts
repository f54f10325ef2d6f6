/** A `multipart/form-data` body as S3 reads it: text fields up to the file, which is the last part. */
export interface UploadForm {
  /** Field names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
  readonly fileName: string;
}

/** Reads the form of a browser upload; undefined when it is malformed or holds no file. */
export function parseUploadForm(contentType: string, body: Buffer): UploadForm | undefined {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return undefined;
  const delimiter = Buffer.from(`--${boundary}`);
  const fields = new Map<string, string>();
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const headersAt = start + delimiter.length + 2;
    const headersEnd = body.indexOf("\r\n\r\n", headersAt);
    const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), delimiter]), headersEnd);
    if (headersEnd < 0 || end < 0) return undefined;
    const headers = body.toString("utf8", headersAt, headersEnd);
    const name = /[;\s]name="([^"]*)"/i.exec(headers)?.[1]?.toLowerCase();
    const content = body.subarray(headersEnd + 4, end);
    if (name === undefined) return undefined;
    if (name === "file") {
      const fileName = /filename="([^"]*)"/i.exec(headers)?.[1] ?? "";
      return { fields, file: content, fileName: fileName.split(/[\\/]/).at(-1) ?? "" };
    }
    fields.set(name, content.toString("utf8"));
    start = end + 2;
  }
  return undefined;
}

/** The key a form stores its file under: its `key` field with `${filename}` filled in. */
export function uploadKey(form: UploadForm): string {
  return (form.fields.get("key") ?? "").replaceAll("${filename}", form.fileName);
}
