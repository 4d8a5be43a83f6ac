import { PosternError } from '@postern/core';

export function invalidConfig(message: string): PosternError {
  return new PosternError('ERR_INVALID_CONFIG', message);
}
