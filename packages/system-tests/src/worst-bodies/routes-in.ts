import type { Route } from './measured-workspace.js';

/** The paths at which the workspace mounts the apps of packages, by a route that only that app has. */
const mounted: Readonly<Record<string, string>> = {
  '/offers/:offerId': '/settings',
  '/openapi.json': '/api',
};

/**
 * Finds the routes that a process serves among those of all its apps. The paths of mounted apps get their prefix, and
 * duplicate routes of `app.route()` are dropped.
 */
export function routesIn(apps: readonly (readonly Route[])[]): readonly Route[] {
  const [main = []] = apps.toSorted((one, other) => other.length - one.length);
  const found = apps.flatMap((app) => {
    const prefix = app.map(({ path }) => mounted[path]).find((path) => path !== undefined);
    if (prefix !== undefined) return app.map(({ method, path }) => ({ method, path: prefix + path }));
    if (app !== main && !app.every((route) => isWithin(route, main)))
      throw new Error(
        `add where the app with ${JSON.stringify(app.at(-1))} is mounted to "mounted" in routes-in.ts`,
      );
    return app === main ? app : [];
  });
  const routes = found.flatMap(({ method, path }) =>
    path.endsWith('*') ? [] : (method === 'ALL' ? anyMethod : [method]).map((one) => ({ method: one, path })),
  );
  return [...new Map(routes.map((route) => [`${route.method} ${route.path}`, route])).values()];
}

const anyMethod = ['GET', 'POST', 'DELETE'];

function isWithin({ method, path }: Route, main: readonly Route[]): boolean {
  const end = path.replace(/\/$/, '');
  return main.some((one) => one.method === method && one.path.endsWith(end));
}
