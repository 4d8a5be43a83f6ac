import {
  type CompiledQuery,
  type DatabaseConnection,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  WithSchemaPlugin,
} from 'kysely';
import { tablePrefix } from '../table-prefix.js';
import type { Tables } from '../tables.js';
import type { Session } from './session.js';

/** Where the tables are. */
export interface Place {
  readonly schema: string;
  readonly tablePrefix: string;
}

/** Makes a Kysely whose queries all run in one session, in the transaction that is under way there. */
export function kyselyOver(session: Pick<Session, 'run'>, place: Place): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new SessionDriver(session),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    // Every name with its schema: `search_path` may be anything, and through a pooler anybody's.
    plugins: [new WithSchemaPlugin(place.schema), tablePrefix(place.tablePrefix)],
  });
}

/** Neither connects nor begins anything: the session has done both. */
class SessionDriver extends DummyDriver {
  readonly #connection: DatabaseConnection;

  constructor(session: Pick<Session, 'run'>) {
    super();
    this.#connection = {
      executeQuery: (query) => execute(session, query),
      streamQuery() {
        throw new TypeError('nothing is streamed');
      },
    };
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
}

async function execute<Row>(
  session: Pick<Session, 'run'>,
  { sql, parameters }: CompiledQuery,
): Promise<QueryResult<Row>> {
  const [result] = await session.run({ text: sql, values: [...parameters] });
  const { rows = [], rowCount = 0 } = result ?? {};
  return { rows: rows as Row[], numAffectedRows: BigInt(rowCount) };
}
