import { env } from "$amplify/env/librarian";
import * as s3 from "@aws-sdk/client-s3";

interface Call {
  op: "get" | "list" | "put" | "delete" | "environment";
  storage?: "files" | "archive";
  Key?: string;
}

const client = new s3.S3Client({ forcePathStyle: true });
const buckets = { files: env.FILES_BUCKET_NAME, archive: env.ARCHIVE_BUCKET_NAME };

/** Tries one thing under the function's own role and says how it went. */
export const handler = async ({ op, storage = "files", Key = "" }: Call) => {
  if (op === "environment") return buckets;
  const Bucket = buckets[storage];
  const tries = {
    get: () => client.send(new s3.GetObjectCommand({ Bucket, Key })),
    list: () => client.send(new s3.ListObjectsV2Command({ Bucket, Prefix: Key })),
    put: () => client.send(new s3.PutObjectCommand({ Bucket, Key, Body: "by the librarian" })),
    delete: () => client.send(new s3.DeleteObjectCommand({ Bucket, Key })),
  };
  try {
    await tries[op]();
    return { ok: true };
  } catch (error) {
    return { error: (error as Error).name };
  }
};
