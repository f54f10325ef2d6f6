import { Duration, RemovalPolicy } from "aws-cdk-lib";
import * as s3 from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Config } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";

/** The private bucket of media. Reached by presigned URLs only. */
export class Media extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, { config }: { readonly config: Config }) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, "Bucket", {
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Objects are written once under new names, so there is nothing to go back to, and a person's erasure must leave no
      // older version behind.
      versioned: false,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      cors:
        config.uploadOrigins.length === 0
          ? []
          : [
              {
                allowedMethods: [s3.HttpMethods.PUT],
                allowedOrigins: [...config.uploadOrigins],
                allowedHeaders: ["content-type", "content-length"],
                maxAge: 3_600,
              },
            ],
      removalPolicy: config.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(this.bucket, {
      "AwsSolutions-S1":
        "Who may see a file is decided and recorded by the API; a second bucket of access logs would keep people's addresses.",
    });
  }
}
