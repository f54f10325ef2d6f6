import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";
import type { DeskFunction } from "./desk-function.ts";

/** Of an invitation, and of a new password for who was here before. `{username}` and `{####}` are filled in by Cognito. */
const invitations = {
  "pt-BR": {
    subject: "Seu acesso ao Balcão",
    body: "Este é o seu acesso ao Balcão. Entre com este e-mail e a senha temporária {####} em até 7 dias. Código de usuário: {username}.",
  },
  en: {
    subject: "Your access to Balcão",
    body: "This is your access to Balcão. Sign in with this e-mail and the temporary password {####} within 7 days. User code: {username}.",
  },
  es: {
    subject: "Su acceso a Balcão",
    body: "Este es su acceso a Balcão. Inicie sesión con este correo y la contraseña temporal {####} en un plazo de 7 días. Código de usuario: {username}.",
  },
} as const satisfies Readonly<Record<Config["locale"], { readonly subject: string; readonly body: string }>>;

/** The user pool of the staff. The user name is the agent's id; people sign in with their e-mail, an alias of it. */
export class Identity extends Construct {
  readonly pool: cognito.UserPool;
  readonly client: cognito.UserPoolClient;

  constructor(scope: Construct, id: string, { config }: { readonly config: Config }) {
    super(scope, id);
    const invitation = invitations[config.locale];
    this.pool = new cognito.UserPool(this, "Pool", {
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: false,
      autoVerify: { email: true },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 8,
        requireUppercase: true,
        requireLowercase: true,
        requireDigits: true,
        requireSymbols: false,
        tempPasswordValidity: Duration.days(7),
      },
      mfa: cognito.Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      userInvitation: { emailSubject: invitation.subject, emailBody: invitation.body },
      deletionProtection: config.retainData,
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.client = this.pool.addClient("Desk", {
      generateSecret: false,
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      accessTokenValidity: Duration.minutes(60),
      idTokenValidity: Duration.minutes(60),
      refreshTokenValidity: Duration.days(30),
      // A page that lost the answer to a renewal may repeat it.
      refreshTokenRotationGracePeriod: Duration.seconds(10),
      authSessionValidity: Duration.minutes(3),
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      // With an access token a person can change what the client may write: not the e-mail, which is our record's to change.
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ fullname: true }),
    });
    acknowledge(this.pool, {
      "AwsSolutions-COG1":
        "The product's rule is eight characters with upper case, lower case and a digit, as the desk tells people.",
      "AwsSolutions-COG2":
        "Each person may turn on an authenticator; whether everybody must is the business's to say.",
      "AwsSolutions-COG8":
        "Threat protection comes with the Plus plan, paid a person and month; Cognito limits sign-in attempts without it.",
    });
  }

  /**
   * Lets `fn` sign people in and out. Renewing a session and setting up an authenticator need no right: the refresh token,
   * or the access token, is the proof.
   */
  grantSignIn(fn: DeskFunction): void {
    fn.allow(
      [
        "cognito-idp:AdminInitiateAuth",
        "cognito-idp:AdminRespondToAuthChallenge",
        "cognito-idp:AdminUserGlobalSignOut",
      ],
      [this.pool.userPoolArn],
    );
  }

  /** Lets `fn` keep people's accounts: invite (again, which sends a new password), set a password, let in or out, delete. */
  grantAccounts(fn: DeskFunction): void {
    fn.allow(
      [
        "cognito-idp:AdminCreateUser",
        "cognito-idp:AdminGetUser",
        "cognito-idp:AdminSetUserPassword",
        "cognito-idp:AdminEnableUser",
        "cognito-idp:AdminDisableUser",
        "cognito-idp:AdminUserGlobalSignOut",
        "cognito-idp:AdminDeleteUser",
      ],
      [this.pool.userPoolArn],
    );
  }
}
