import type { Anchor } from './anchors.js';

/** What happens to one piece of the sources while a defence is removed. */
export interface Edit {
  readonly anchor: string;
  /** Returns the source of the file without the defence. */
  readonly apply: (source: string, found: Anchor) => string;
}

/** Removes a statement, a call in a chain, an element of a list or a property of an object. */
export function remove(anchor: string): Edit {
  return {
    anchor,
    apply(source, { start, end, endWithComma, isStatement }) {
      return isStatement
        ? splice(source, { start, end }, ';')
        : splice(source, { start, end: endWithComma }, '');
    },
  };
}

/** Replaces a piece with other code, which can be computed from the piece. */
export function replace(anchor: string, code: string | ((piece: string) => string)): Edit {
  return {
    anchor,
    apply(source, found) {
      return splice(
        source,
        found,
        typeof code === 'string' ? code : code(source.slice(found.start, found.end)),
      );
    },
  };
}

/** Makes the condition of an `if` true. */
export function always(anchor: string): Edit {
  return withCondition(anchor, 'true');
}

/** Makes the condition of an `if` false. */
export function never(anchor: string): Edit {
  return withCondition(anchor, 'false');
}

function withCondition(anchor: string, value: 'true' | 'false'): Edit {
  return {
    anchor,
    apply(source, { file, condition }) {
      if (condition === undefined) throw new Error(`${file}: there is no if after the comment ${anchor}`);
      return splice(source, condition, value);
    },
  };
}

function splice(source: string, { start, end }: Pick<Anchor, 'start' | 'end'>, code: string): string {
  return source.slice(0, start) + code + source.slice(end);
}
