import {
  type CreateIndexNode,
  IdentifierNode,
  type KyselyPlugin,
  OperationNodeTransformer,
  type QueryId,
  type SchemableIdentifierNode,
} from 'kysely';

/**
 * Creates the plugin that adds a prefix to the names of tables and indexes, so that queries can be written without it.
 */
export function tablePrefix(prefix: string): KyselyPlugin {
  const transformer = new PrefixTransformer(prefix);
  return {
    transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
    transformResult: async ({ result }) => result,
  };
}

class PrefixTransformer extends OperationNodeTransformer {
  readonly #prefix: string;

  constructor(prefix: string) {
    super();
    this.#prefix = prefix;
  }

  protected override transformSchemableIdentifier(
    node: SchemableIdentifierNode,
    queryId?: QueryId,
  ): SchemableIdentifierNode {
    const transformed = super.transformSchemableIdentifier(node, queryId);
    return { ...transformed, identifier: this.#prefixed(transformed.identifier) };
  }

  protected override transformCreateIndex(node: CreateIndexNode, queryId?: QueryId): CreateIndexNode {
    const transformed = super.transformCreateIndex(node, queryId);
    return { ...transformed, name: this.#prefixed(transformed.name) };
  }

  #prefixed({ name }: IdentifierNode): IdentifierNode {
    return IdentifierNode.create(this.#prefix + name);
  }
}
