/** The bucket of a path-style S3 path (percent-encoded, as sent); empty for the service itself. */
export function s3Bucket(path: string): string {
  return decodeURIComponent(path.split("/", 2)[1] ?? "");
}

/** The object key of a path-style S3 path; empty when the path names the bucket only. */
export function s3Key(path: string): string {
  const slash = path.indexOf("/", 1);
  return slash < 0 ? "" : decodeURIComponent(path.slice(slash + 1));
}
