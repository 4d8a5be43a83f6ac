import type { NextFunction, Request, Response } from 'express';

/**
 * A middleware for every route. Express's own `RequestHandler` would take the parameters of the route that it stands in
 * for those of any route: `req.params.id` would no longer be a text in the handler after it.
 */
export type RouteHandler = <Params extends Request['params']>(
  req: Request<Params>,
  res: Response,
  next: NextFunction,
) => Promise<void>;
