import { env } from "$amplify/env/previews";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3Handler } from "aws-lambda";

const s3 = new S3Client({ forcePathStyle: true });

/** Keeps `previews/<name>` beside each file: its length, as the smallest of all pictures of it. */
export const handler: S3Handler = async ({ Records }) => {
  const Bucket = env.FILES_BUCKET_NAME;
  for (const { eventName, s3: changed } of Records) {
    const name = decodeURIComponent(changed.object.key.replaceAll("+", " "));
    if (changed.bucket.name !== Bucket) throw new Error(`called by ${changed.bucket.name}, not ${Bucket}`);
    if (!name.startsWith("media/")) continue;
    const preview = { Bucket, Key: `previews/${name}` };
    if (eventName.startsWith("ObjectRemoved")) {
      await s3.send(new DeleteObjectCommand(preview));
    } else {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: name }));
      const text = await Body!.transformToString();
      await s3.send(new PutObjectCommand({ ...preview, Body: `${text.length} characters` }));
    }
  }
};
