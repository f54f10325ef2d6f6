/** A session of the function's role, as the SDK's clients take it. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles of functions: Lambda hands a function its role's session
 * in the environment, so the chain that looks for credentials in files, logins and metadata services (a fifth of a bundle)
 * has nothing to do there.
 */
export const defaultProvider = () => async (): Promise<RoleSession> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (!accessKeyId || !secretAccessKey) throw new Error("the environment holds no session of a role");
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
};
