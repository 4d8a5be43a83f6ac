import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type ModuleMetadata,
  type Provider,
} from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { ApiKeys } from '@postern/core';
import { invalidConfig } from '@postern/core/ports';
import { ApiKeyGuard } from './api-key-guard.js';
import { type ApiKeyGuardOptions, readSettings, settingsToken } from './api-key-settings.js';

/** Which modules an `ApiKeyModule` reaches: those whose routes use its keys. */
export interface ApiKeyModuleReach {
  /** With false, only those that import it. Default: true, all of them. */
  readonly isGlobal?: boolean | undefined;
}

type KeysAndOptions<Kind extends string, Permission extends string> = ApiKeyGuardOptions<
  NoInfer<Kind>,
  NoInfer<Permission>
> & {
  readonly keys: ApiKeys<Kind, Permission>;
};

/** The options of `ApiKeyModule.forRootAsync`: how Nest creates the keys and the options. */
export interface ApiKeyModuleAsyncOptions<Kind extends string = string, Permission extends string = string>
  extends ApiKeyModuleReach,
    Pick<ModuleMetadata, 'imports'>,
    Pick<FactoryProvider, 'inject'> {
  readonly useFactory: (
    ...injected: never[]
  ) => KeysAndOptions<Kind, Permission> | Promise<KeysAndOptions<Kind, Permission>>;
}

/** Provides the keys and the options to the guards of an application. */
export class ApiKeyModule {
  constructor(modules: ModulesContainer) {
    const all = [...modules.values()].filter(({ metatype }) => metatype === ApiKeyModule);
    // Which one Nest would inject depends on its version, and a route might accept the keys of the other.
    if (all.length > 1 && all.some(({ isGlobal }) => isGlobal))
      throw invalidConfig('if there is more than one ApiKeyModule, set isGlobal: false for each of them');
  }

  /**
   * Creates the module with keys that exist already.
   *
   * @throws {PosternError} `ERR_INVALID_CONFIG` if an option is wrong, or names a kind or permission that is not
   *   declared.
   * @example
   * const imports = [ApiKeyModule.forRoot(keys, { realm: 'api' })];
   */
  static forRoot<Kind extends string, Permission extends string>(
    keys: ApiKeys<Kind, Permission>,
    options: ApiKeyGuardOptions<NoInfer<Kind>, NoInfer<Permission>> & ApiKeyModuleReach = {},
  ): DynamicModule {
    const { isGlobal, ...others } = options;
    return moduleWith({ provide: settingsToken, useValue: readSettings(keys, others) }, { isGlobal });
  }

  /**
   * Creates the module with keys that Nest creates. If an option is wrong, Nest rejects when it starts.
   *
   * @example
   * ApiKeyModule.forRootAsync({ inject: [keysToken], useFactory: (keys: Keys) => ({ keys, realm: 'api' }) });
   */
  static forRootAsync<Kind extends string, Permission extends string>({
    useFactory,
    inject = [],
    ...rest
  }: ApiKeyModuleAsyncOptions<Kind, Permission>): DynamicModule {
    const create = async (...injected: never[]) => {
      const { keys, ...options } = await useFactory(...injected);
      return readSettings(keys, options);
    };
    return moduleWith({ provide: settingsToken, useFactory: create, inject }, rest);
  }
}
Module({})(ApiKeyModule);
Inject(ModulesContainer)(ApiKeyModule, undefined, 0);

function moduleWith(
  settings: Provider,
  { isGlobal = true, imports = [] }: ApiKeyModuleReach & Pick<ModuleMetadata, 'imports'>,
): DynamicModule {
  const exports = [settingsToken, ApiKeyGuard];
  return { module: ApiKeyModule, global: isGlobal, imports, providers: [settings, ApiKeyGuard], exports };
}
