import { defineFunction, secret } from '@aws-amplify/backend'

const runtime = 20 as const
const minutes = (n: number) => n * 60

export const sayHello = defineFunction({
  name: 'say-hello',
  entry: './handler.ts',
  runtime,
  timeoutSeconds: 60,
  memoryMB: 512,
  environment: {
    NAME: process.env.NAME || 'World',
    KEY: secret('MY_KEY'),
    STAGE: process.env.STAGE === 'prod' ? 'prod' : process.env.STAGE === 'beta' ? 'beta' : 'dev',
  },
  schedule: ['every week', '0 9 * * 2'],
  layers: { '@aws-lambda-powertools/logger': 'arn:aws:lambda:eu-west-1:094274105915:layer:AWSLambdaPowertoolsTypeScriptV2:12' },
  bundling: { minify: !false },
  logging: { format: 'json', level: 'debug', retention: '1 week' },
})

export const cleanUp = defineFunction({ entry: './clean-up.mjs', schedule: 'every 1h' });
export const { first, second: renamed } = { first: sayHello, second: cleanUp }
export default sayHello
