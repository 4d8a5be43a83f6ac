import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

/**
 * Returns the media type that a request prefers among those offered, or `undefined` if it accepts none of them. Without
 * an `Accept`, that is the first one.
 *
 * The most specific range that matches a type decides its weight, so `text/*, text/csv;q=0` refuses CSV. Of types with
 * the same weight, the one that is named most specifically is preferred, then the one that is named first. Parameters
 * other than `q` are ignored: no type is offered with different ones.
 *
 * @see RFC 9110 §12.5.1
 */
export function preferredType<Type extends string>(c: Context, offered: readonly Type[]): Type | undefined {
  const [first = ''] = offered;
  const type = accepts(c, { header: 'Accept', supports: [...offered], default: first, match });
  return offered.find((one) => one === type);
}

type Match = NonNullable<Parameters<typeof accepts>[1]['match']>;
type Accepted = Parameters<Match>[0];

function match(accepted: Accepted, { supports }: { readonly supports: readonly string[] }): string {
  const [best] = supports
    .flatMap((type) => {
      const weight = weightOf(type, accepted);
      return weight !== undefined && weight.q > 0 ? [{ type, ...weight }] : [];
    })
    .sort((one, other) => other.q - one.q || other.specificity - one.specificity || one.order - other.order);
  return best?.type ?? '';
}

interface Weight {
  readonly q: number;
  readonly specificity: number;
  /** The position in the header. */
  readonly order: number;
}

/** The weight of a type, from the most specific range that matches it. */
function weightOf(type: string, accepted: Accepted): Weight | undefined {
  const ranges = [type, `${type.split('/')[0]}/*`, '*/*'];
  const weights = accepted.flatMap(({ type: range, q }, order) => {
    const index = ranges.indexOf(range.toLowerCase());
    return index === -1 ? [] : [{ q, specificity: -index, order }];
  });
  const [most] = weights.sort((one, other) => other.specificity - one.specificity || other.q - one.q);
  return most;
}
