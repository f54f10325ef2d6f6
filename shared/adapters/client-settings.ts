/**
 * How long and how often a service is asked: a function must answer or hand its message back well before Lambda ends
 * it. Connections are kept alive between invocations by default.
 */
export const clientSettings = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;
