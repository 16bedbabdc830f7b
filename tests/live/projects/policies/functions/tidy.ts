import { GetObjectCommand, GetObjectTaggingCommand, PutObjectTaggingCommand, S3Client } from "@aws-sdk/client-s3";

/** Tries one thing with a file under the function's own role and says how it went. */
export const handler = async ({ op, bucket, key }: { op: "tags" | "tag" | "get"; bucket: string; key: string }) => {
  const s3 = new S3Client({ forcePathStyle: true });
  const file = { Bucket: bucket, Key: key };
  const tries = {
    tags: () => s3.send(new GetObjectTaggingCommand(file)),
    tag: () => s3.send(new PutObjectTaggingCommand({ ...file, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } })),
    get: () => s3.send(new GetObjectCommand(file)),
  };
  try {
    await tries[op]();
    return "ok";
  } catch (error) {
    return (error as Error).name;
  }
};
