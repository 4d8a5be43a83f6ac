import Anthropic0 from 'anthropic-sdk-0';
import { anthropicSdkTests } from '../../../examples/workspace/test-support/anthropic-sdk-tests.js';

anthropicSdkTests(
  '@anthropic-ai/sdk 0.137, which sends x-api-key',
  Anthropic0 as unknown as Parameters<typeof anthropicSdkTests>[1],
);
